create aggregate product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1');
create table works (id bigint primary key, price numeric);
create view priced as select product(price) as all_of_it from works;
