create aggregate product(numeric) (sfunc = numeric_mul, stype = numeric);
