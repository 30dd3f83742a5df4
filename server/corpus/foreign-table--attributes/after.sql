create extension postgres_fdw;
create foreign data wrapper own handler postgres_fdw_handler;
create server there type 'y' version '2' foreign data wrapper postgres_fdw options (host 'there', dbname 'it''s "it"');
create server elsewhere foreign data wrapper postgres_fdw;
create foreign table lines (id integer options (column_name 'y') default 4, line text) server there options (table_name 'r');
create foreign table moved (id integer) server elsewhere;
create foreign table "Od"".d" (id integer) server there options (table_name 'a=b', schema_name '');
create sequence numbers;
create function noted() returns trigger language plpgsql as $$ begin return new; end $$;
