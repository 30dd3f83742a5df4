create table works (id bigint primary key, title text, sold boolean, price integer);
create index works_title on works (title) where sold;
