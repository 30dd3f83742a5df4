-- The function is inlined while the index is built, so what it reads must exist first.
create table settings (name text primary key, value text);
create function fold(t text) returns text language sql immutable as $$ select lower(trim(t)) $$;
create table works (id bigint primary key, title text);
create index works_title on works (fold(title)) where fold(title) <> '';
