create function touch() returns trigger language plpgsql as $$ begin return null; end $$;
create table works (id bigint primary key, title text);
create trigger works_touch after update on works for each row execute function touch();
