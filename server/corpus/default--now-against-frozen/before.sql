-- defaultTo('now()') is a string: Postgres stores the moment of the build.
create table artists (id bigint primary key, created_at timestamptz not null default now());
