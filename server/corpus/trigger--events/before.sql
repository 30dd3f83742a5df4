create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table works (id bigint primary key, title text);
create trigger works_touch after insert or update or delete on works for each row execute function touch();
create trigger works_gone after truncate on works for each statement execute function touch();
