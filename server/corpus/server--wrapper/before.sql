create foreign data wrapper far;
create foreign data wrapper near;
create server there foreign data wrapper far;
create table one (id integer) partition by list (id);
create table other (id integer) partition by list (id);
create foreign table part partition of one for values in (1) server there;
create user mapping for current_user server there options (name 'x', password 'y');
