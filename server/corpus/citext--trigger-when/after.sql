create extension citext;
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create table works (id bigint primary key, a citext);
create trigger works_touch before update on works for each row when ((old.a)::text is distinct from (new.a)::text) execute function touch();
