create function answer() returns bigint language sql immutable as $$ select 42 $$;
