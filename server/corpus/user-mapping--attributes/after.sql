create extension postgres_fdw;
create foreign data wrapper own handler postgres_fdw_handler;
create server there foreign data wrapper postgres_fdw;
create user mapping for public server there options (user 'guests', password 'two');
create user mapping for current_user server there options (user 'me', password_required 'true');
