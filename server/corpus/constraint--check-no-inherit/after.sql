create table works (id bigint primary key, price integer, constraint works_price_check check (price >= 0));
