create function split(in whole numeric, out integral integer, inout rest numeric default 0) language sql immutable as $$ select trunc(whole)::integer, whole - trunc(whole) $$;
