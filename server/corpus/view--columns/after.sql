create table works (id bigint primary key, title text, price numeric(10,2));
create view listed (id, label, price) as select id, title, price from works;
