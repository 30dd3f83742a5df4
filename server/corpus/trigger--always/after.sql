create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table works (id bigint primary key, title text);
create trigger a before update on works for each row execute function touch();
create trigger b before update on works for each row execute function touch();
alter table works enable replica trigger a;
