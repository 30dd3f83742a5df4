create table artists (id bigint primary key);
drop schema public cascade;
create schema public;
create table artists (id bigint primary key);
