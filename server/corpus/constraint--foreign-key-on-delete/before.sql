create table artists (id bigint primary key);
create table works (
  id bigint primary key,
  a bigint constraint a references artists on delete cascade,
  b bigint constraint b references artists on delete set null,
  c bigint default 1 constraint c references artists on delete set default,
  d bigint constraint d references artists on delete restrict,
  e bigint constraint e references artists on delete no action
);
