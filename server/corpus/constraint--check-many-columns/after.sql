create table works (id bigint primary key, low integer, high integer, constraint works_check check (low < high));
