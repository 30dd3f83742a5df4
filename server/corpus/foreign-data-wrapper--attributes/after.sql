create extension postgres_fdw;
create foreign data wrapper own;
create foreign data wrapper checked;
create foreign data wrapper told options (debug 'false', more 'x');
