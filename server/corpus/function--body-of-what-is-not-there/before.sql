-- A text body is not checked against tables; it may be wrong, and must be kept.
set check_function_bodies = off;
create function lost() returns bigint language sql as $$ select count(*) from no_such_table $$;
create function broken() returns bigint language plpgsql as $$ this is not plpgsql $$;
reset check_function_bodies;
