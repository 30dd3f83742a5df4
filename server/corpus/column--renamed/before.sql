create table artists (id bigint primary key, full_name varchar(80) not null);
