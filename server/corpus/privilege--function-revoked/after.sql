-- Everybody may run a function unless it is revoked.
create function secret() returns integer language sql as 'select 1';
create procedure tidy() language sql as 'select 1';
create aggregate product(numeric) (sfunc = numeric_mul, stype = numeric);
