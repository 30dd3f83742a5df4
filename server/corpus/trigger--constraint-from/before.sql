create function audit() returns trigger language plpgsql as $$ begin return null; end $$;
create table artists (id bigint primary key);
create table works (id bigint primary key, title text);
create constraint trigger works_audit after insert on works from artists not deferrable for each row execute function audit();
