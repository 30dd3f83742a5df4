create function split(in whole numeric, inout rest numeric default 0, out integral integer) language sql immutable as $$ select whole - trunc(whole), trunc(whole)::integer $$;
