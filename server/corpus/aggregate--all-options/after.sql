create function grow(state bigint, value integer) returns bigint language sql immutable as $$ select coalesce(state, 0) + coalesce(value, 0) $$;
create function shrink(state bigint, value integer) returns bigint language sql immutable as $$ select coalesce(state, 0) - coalesce(value, 0) $$;
create function finish(state bigint, value integer) returns text language sql immutable as $$ select state::text $$;
create function join_states(a bigint, b bigint) returns bigint language sql immutable as $$ select a + b $$;
create aggregate total(integer) (
  sfunc = grow, stype = bigint, sspace = 64, finalfunc = finish, finalfunc_extra, finalfunc_modify = read_only, combinefunc = join_states, initcond = '0',
  parallel = safe
);
