create extension postgres_fdw;
create foreign data wrapper own handler postgres_fdw_handler;
