create schema extensions;
create extension citext schema extensions;
create table works (id bigint primary key, a extensions.citext, b extensions.citext);
alter table works add constraint works_differ check (a is distinct from b);
set search_path = public, extensions;
create index works_known on works (id) where a in ('x', 'y');
set search_path = public;
