create function noted() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger note_it on ddl_command_end execute function noted();
