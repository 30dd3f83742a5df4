-- numeric(10) is numeric(10,0), which is not numeric.
create table works (id bigint primary key, price numeric(10,0), weight numeric, height numeric(10,2));
