create table works (id bigint primary key, artist_id bigint, title text, tags text[], made date, data jsonb);
create function listed_tags(w works) returns setof text language sql stable as $$ select unnest(w.tags) $$;
create view rich as select 1 as one;
