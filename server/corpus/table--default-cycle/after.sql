-- The default calls a function that takes the table's row type.
create table teams (id bigint primary key, label text);
create function next_label(like_this teams) returns text language sql stable as $$ select 'team' $$;
