create function area(width integer, height integer) returns integer language sql immutable as $$ select $1 * $2 $$;
