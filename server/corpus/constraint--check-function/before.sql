create function is_tidy(t text) returns boolean language sql immutable as $$ select t = trim(t) $$;
create table works (id bigint primary key, title text, constraint works_title_check check (is_tidy(title)));
