create extension hstore;
create table jobs (id bigint primary key, name text check (name <> ''));
alter extension hstore add table jobs;
create function act() returns trigger language plpgsql as 'begin return new; end';
