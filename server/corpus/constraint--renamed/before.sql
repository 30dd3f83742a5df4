create table works (id bigint, price integer, code text, constraint works_pk primary key (id), constraint price_ok check (price > 0), constraint code_once unique (code));
