create table log (what text);
create table works (id integer primary key, at integer);
create function stamped() returns trigger language plpgsql as $$ begin new.at = 7; return new; end $$;
insert into works values (1, 1);
create trigger stamp before insert on works for each row execute function stamped();
create function noted() returns event_trigger language plpgsql as $$ begin insert into public.log values (tg_tag); end $$;
create event trigger note_it on ddl_command_end execute function noted();
