-- Another argument type is another function.
create function label(n bigint) returns text language sql immutable as $$ select 'n' $$;
