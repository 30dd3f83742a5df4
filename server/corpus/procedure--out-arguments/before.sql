create procedure measure(in a integer, out b integer) language plpgsql as $$ begin b := a; end $$;
