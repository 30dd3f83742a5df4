create table artists (id bigint primary key);
create table works (
  id bigint primary key,
  a bigint constraint a references artists,
  b bigint constraint b references artists deferrable
);
