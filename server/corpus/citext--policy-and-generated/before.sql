create extension citext;
create table works (id bigint primary key, a citext, b citext, differ boolean generated always as (a is distinct from b) stored);
create policy own on works using (a is distinct from b) with check (nullif(a, b) is not null);
