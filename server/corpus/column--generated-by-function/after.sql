create function shout(t text) returns text language sql immutable as $$ select upper(t) $$;
create table works (id bigint primary key, title text, loud text generated always as (upper(title)) stored);
