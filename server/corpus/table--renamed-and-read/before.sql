-- Whoever reads a renamed table or column prints otherwise, and means the same.
create schema shop;
create table shop.a (id bigint primary key, price integer not null constraint price_ok check (price > 0), label text unique);
create index a_price on shop.a (price);
create table users (a text, id bigint references shop.a (id));
create view priced as select a.id, a.price, users.a from shop.a join users using (id);
create materialized view cheap as select a.label, users.a from shop.a join users using (id) where a.price < 7;
create function count_a() returns bigint language sql begin atomic select count(*) from shop.a where a.price > 0; end;
create rule keep as on delete to users where (exists (select 1 from shop.a where a.id = old.id)) do instead nothing;
create policy mine on users using (exists (select 1 from shop.a where a.label = users.a));
