create table artists (id bigint primary key, name text);
