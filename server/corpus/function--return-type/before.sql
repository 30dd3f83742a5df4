create function answer() returns integer language sql immutable as $$ select 42 $$;
