-- Bodies with everything that must survive a literal within a literal.
create function a() returns text language sql as $body$ select '$$ $outer$ it''s */ ${process.exit()} `tick` d+ \\ $1' $body$;
create function b() returns text language sql as E' select ''a\nb\nc\td'' || ''\u2028'' ';
create function c() returns text language sql as $$ select 'a' -- '
$$;
