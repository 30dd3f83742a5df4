create table artists (id bigint not null);
