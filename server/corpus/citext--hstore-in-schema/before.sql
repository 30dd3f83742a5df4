-- hstore outside the path: pg_dump's own output doesn't load.
create schema extensions;
create extension hstore schema extensions;
set search_path = public, extensions;
create table works (id bigint primary key, a hstore, b hstore, constraint works_differ check (a is distinct from b));
set search_path = public;
