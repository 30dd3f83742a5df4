create function label(n integer) returns text language sql immutable as $$ select n::text $$;
create function label(n text) returns text language sql immutable as $$ select n $$;
create function label(n integer, variadic parts text[]) returns text language sql immutable as $$ select n::text $$;
