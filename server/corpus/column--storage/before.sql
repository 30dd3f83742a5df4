create table artists (id bigint primary key, portrait bytea);
alter table artists alter portrait set storage external;
