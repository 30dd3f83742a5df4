create procedure measure(in a integer, inout b integer) language plpgsql as $$ begin b := a; end $$;
