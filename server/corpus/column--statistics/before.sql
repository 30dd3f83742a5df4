create table artists (id bigint primary key, name text);
alter table artists alter name set statistics 500;
