create table artists (id bigint primary key, fame integer not null default 10);
