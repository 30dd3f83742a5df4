create table artists (id bigint primary key, name text);
alter table artists alter name set (n_distinct = -0.5);
