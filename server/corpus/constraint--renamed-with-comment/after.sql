-- What hangs on a renamed constraint moves with it.
create table works (id bigint primary key, price integer);
alter table works add constraint works_price_check check (price > 0);
comment on constraint works_price_check on works is 'Nothing is free';
