-- Everybody may run a function unless it is revoked.
create function secret() returns integer language sql as 'select 1';
create procedure tidy() language sql as 'select 1';
create aggregate product(numeric) (sfunc = numeric_mul, stype = numeric);
revoke execute on function secret() from public;
revoke execute on procedure tidy() from public;
revoke execute on function product(numeric) from public;
