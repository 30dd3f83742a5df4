create extension citext;
create table works (id bigint primary key, a citext, b citext, differ boolean generated always as ((a)::text is distinct from (b)::text) stored);
create policy own on works using ((a)::text is distinct from (b)::text) with check (nullif((a)::text, (b)::text) is not null);
