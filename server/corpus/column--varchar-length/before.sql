create table artists (id bigint primary key, name varchar(200));
