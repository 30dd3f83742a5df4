create table works (id bigint primary key, price integer);
insert into works values (1, -5);
delete from works;
alter table works add constraint works_price_check check (price >= 0);
insert into works values (1, 5);
