create aggregate product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1');
create table works (id bigint primary key, price numeric);
