create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table works (id bigint primary key, title text, price integer);
create trigger works_touch before update of title, price on works for each row execute function touch();
