-- hstore outside the path: pg_dump's own output doesn't load.
create schema extensions;
create extension hstore schema extensions;
create table works (id bigint primary key, a extensions.hstore, b extensions.hstore);
