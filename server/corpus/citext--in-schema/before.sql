create schema extensions;
create extension citext schema extensions;
create table works (id bigint primary key, a extensions.citext, b extensions.citext);
set search_path = public, extensions;
alter table works add constraint works_differ check (a is distinct from b);
create index works_known on works (id) where a in ('x', 'y');
set search_path = public;
