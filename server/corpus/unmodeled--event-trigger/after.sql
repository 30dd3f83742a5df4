create function noted() returns event_trigger language plpgsql as $$ begin end $$;
