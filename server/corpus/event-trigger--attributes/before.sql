create function noted() returns event_trigger language plpgsql as $$ begin end $$;
create function other() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger gone on ddl_command_end execute function noted();
comment on event trigger gone is 'noted';
create event trigger called on ddl_command_end execute function noted();
create event trigger "Which 'one'" on ddl_command_start execute function noted();
create event trigger tagged on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function noted();
create event trigger off on sql_drop execute function noted();
alter event trigger off disable;
