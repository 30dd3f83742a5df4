-- What hangs on a table of an extension falls with it, whoever made it.
create extension hstore;
create table jobs (id bigint primary key, name text check (name <> ''));
alter extension hstore add table jobs;
create function act() returns trigger language plpgsql as 'begin return new; end';
create index jobs_name on jobs (name);
create trigger kept before insert on jobs for each row execute function act();
alter table jobs add column more text;
