create function about(a integer, b integer) returns boolean language sql immutable as $$ select abs(a - b) < 2 $$;
create function not_about(a integer, b integer) returns boolean language sql immutable as $$ select abs(a - b) > 1 $$;
create function half(a integer) returns integer language sql immutable as $$ select a / 2 $$;
create operator === (function = about, leftarg = integer, rightarg = integer);
create operator |/| (function = half, rightarg = integer);
comment on operator |/| (none, integer) is 'half of it';
create table works (a integer, b integer, constraint alike check (a === b));
