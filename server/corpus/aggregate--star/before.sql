create function count_state(bigint) returns bigint language sql immutable as $$ select $1 + 1 $$;
create aggregate my_count(*) (sfunc = count_state, stype = bigint, initcond = '0');
