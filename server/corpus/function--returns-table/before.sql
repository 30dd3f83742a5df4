create table works (id bigint primary key, title text);
create function found(pattern text) returns table (id bigint, title text) language sql stable rows 20 as $$ select id, title from works where title ~ pattern $$;
