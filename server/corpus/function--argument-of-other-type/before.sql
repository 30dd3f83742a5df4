-- Another argument type is another function.
create function label(n integer) returns text language sql immutable as $$ select 'n' $$;
