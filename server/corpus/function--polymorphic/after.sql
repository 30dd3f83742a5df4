create function first_of(anyarray) returns anyelement language sql immutable as $$ select $1[1] $$;
