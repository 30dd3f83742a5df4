-- What hangs on a renamed constraint moves with it.
create table works (id bigint primary key, price integer);
alter table works add constraint price_ok check (price > 0);
comment on constraint price_ok on works is 'Nothing is free';
