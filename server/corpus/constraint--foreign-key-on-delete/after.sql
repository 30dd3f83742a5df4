create table artists (id bigint primary key);
create table works (
  id bigint primary key,
  a bigint constraint a references artists,
  b bigint constraint b references artists on delete cascade,
  c bigint default 1 constraint c references artists on delete set null,
  d bigint constraint d references artists on delete no action,
  e bigint constraint e references artists
);
