create function first_of(anyarray) returns anyelement language sql immutable as $$ select $1[1] $$;
create function wrap(anycompatible, anycompatible) returns anycompatiblearray language sql immutable as $$ select array[$1, $2] $$;
