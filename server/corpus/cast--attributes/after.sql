create type pair as (a integer, b integer);
create function to_pair(integer) returns pair language sql immutable as $$ select row($1, $1)::pair $$;
create function twice(integer) returns pair language sql immutable as $$ select row($1, 2 * $1)::pair $$;
create domain grams as integer;
create type size as enum ('small');
create cast (integer as pair) with function twice(integer);
create cast (pair as text) with inout as implicit;
create cast (bytea as text) without function;
