create function area(w integer, h integer) returns integer language sql immutable as $$ select $1 * $2 $$;
