create procedure tidy() language sql as $$ select 2 $$;
