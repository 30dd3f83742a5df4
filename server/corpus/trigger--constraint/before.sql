create function audit() returns trigger language plpgsql as $$ begin return null; end $$;
create table works (id bigint primary key, title text);
create constraint trigger works_audit after insert on works deferrable initially deferred for each row execute function audit();
