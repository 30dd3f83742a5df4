create function audit() returns trigger language plpgsql as $$ begin return null; end $$;
create table works (id bigint primary key, title text);
create trigger works_audit after update on works referencing old table as gone new table as come for each statement execute function audit();
