-- No provider is loaded, so labels are put there as its statement would put them.
set allow_system_table_mods = on;
create schema app;
create table app.works (id bigint, title text);
create view app.listed as select 1 as id;
create materialized view app.titles as select 1 as title;
create sequence app.numbers;
create function app.touch(integer) returns integer language sql as 'select 1';
create procedure app.tidy() language sql as 'select 1';
create aggregate app.product(numeric) (sfunc = numeric_mul, stype = numeric);
create domain app.score as integer;
create type app.mood as enum ('calm');
create publication told for table app.works;
create function app.watched() returns event_trigger language plpgsql as 'begin end';
create event trigger watch on sql_drop execute function app.watched();
create extension hstore;
insert into pg_seclabel (objoid, classoid, objsubid, provider, label) values
  ('app'::regnamespace, 'pg_namespace'::regclass, 0, 'selinux', 'system_u:object_r:sepgsql_schema_t:s1'),
  ('app.works'::regclass, 'pg_class'::regclass, 0, 'anon', 'MASKED'),
  ('app.works'::regclass, 'pg_class'::regclass, 0, 'Selinux', 'it''s \ "quoted"'),
  ('app.works'::regclass, 'pg_class'::regclass, 2, 'anon', 'MASKED WITH VALUE 1'),
  ('app.listed'::regclass, 'pg_class'::regclass, 0, 'anon', 'same'),
  ('app.titles'::regclass, 'pg_class'::regclass, 0, 'anon', 'two'),
  ('app.numbers'::regclass, 'pg_class'::regclass, 0, 'anon', 'two'),
  ('app.touch(integer)'::regprocedure, 'pg_proc'::regclass, 0, 'anon', 'trusted'),
  ('app.tidy()'::regprocedure, 'pg_proc'::regclass, 0, 'anon', 'trusted'),
  ('app.product(numeric)'::regprocedure, 'pg_proc'::regclass, 0, 'anon', 'trusted'),
  ('app.score'::regtype, 'pg_type'::regclass, 0, 'Odd "one', ' '),
  ('app.mood'::regtype, 'pg_type'::regclass, 0, 'anon', 'two'),
  ((select oid from pg_publication where pubname = 'told'), 'pg_publication'::regclass, 0, 'anon', 'two'),
  ((select oid from pg_event_trigger where evtname = 'watch'), 'pg_event_trigger'::regclass, 0, 'anon', 'two'),
  ((select oid from pg_language where lanname = 'plpgsql'), 'pg_language'::regclass, 0, 'anon', 'two'),
  ('lower(text)'::regprocedure, 'pg_proc'::regclass, 0, 'anon', 'two'),
  ('hstore_to_json(hstore)'::regprocedure, 'pg_proc'::regclass, 0, 'anon', 'two');
insert into pg_shseclabel (objoid, classoid, provider, label)
  select oid, 'pg_database'::regclass, 'anon', 'two' from pg_database where datname = current_database();
