create extension postgres_fdw;
create foreign data wrapper own handler postgres_fdw_handler;
create server there foreign data wrapper postgres_fdw options (host 'nowhere');
create foreign table lines (id integer, line text) server there options (table_name 'q');
comment on foreign table lines is 'far';
comment on column lines.line is 'far too';
