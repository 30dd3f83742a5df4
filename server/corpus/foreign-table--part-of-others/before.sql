create extension postgres_fdw;
create foreign data wrapper own handler postgres_fdw_handler;
create server there foreign data wrapper postgres_fdw;
create table whole (id integer not null, kind text not null, check (id > 0)) partition by list (kind);
create foreign table part partition of whole for values in ('far') server there;
create table here partition of whole for values in ('near');
create table base (id integer default 7, name text not null);
create foreign table heir (extra integer) inherits (base) server there options (table_name 'q');
