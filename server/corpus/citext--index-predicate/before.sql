create extension citext;
create table works (id bigint primary key, a citext, b citext);
create index works_differ on works (id) where a is distinct from b;
