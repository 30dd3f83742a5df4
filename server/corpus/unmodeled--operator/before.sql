create function about(a integer, b integer) returns boolean language sql immutable as $$ select abs(a - b) < 2 $$;
create operator === (function = about, leftarg = integer, rightarg = integer);
