create extension postgres_fdw;
create foreign data wrapper own handler postgres_fdw_handler;
create foreign data wrapper checked validator postgresql_fdw_validator;
create foreign data wrapper gone;
create foreign data wrapper told options (debug 'true');
