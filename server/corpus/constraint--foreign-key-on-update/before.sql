create table artists (id bigint primary key);
create table works (
  id bigint primary key,
  a bigint constraint a references artists on update cascade,
  b bigint constraint b references artists on update set null,
  c bigint default 1 constraint c references artists on update set default,
  d bigint constraint d references artists on update restrict
);
