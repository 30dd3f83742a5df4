create function about(a integer, b integer) returns boolean language sql immutable as $$ select abs(a - b) < 2 $$;
create function not_about(a integer, b integer) returns boolean language sql immutable as $$ select abs(a - b) > 1 $$;
create function half(a integer) returns integer language sql immutable as $$ select a / 2 $$;
create table works (a integer, b integer);
