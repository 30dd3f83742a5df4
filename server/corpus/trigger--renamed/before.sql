-- Triggers fire in the order of their names.
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table works (id bigint primary key, title text);
create trigger a_touch before update on works for each row execute function touch();
