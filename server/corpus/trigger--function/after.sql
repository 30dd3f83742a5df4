create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create function audit() returns trigger language plpgsql as $$ begin return new; end $$;
create table works (id bigint primary key, title text);
create trigger works_touch before update on works for each row execute function audit();
