-- Whoever reads a renamed table or column prints otherwise, and means the same.
create schema shop;
create table shop.items (id bigint primary key, price integer not null constraint price_right check (price > 0), label text unique);
create index items_price on shop.items (price);
create table users (a text, id bigint references shop.items (id));
create view priced as select items.id, items.price, users.a from shop.items join users using (id);
create materialized view cheap as select items.label, users.a from shop.items join users using (id) where items.price < 7;
create function count_a() returns bigint language sql begin atomic select count(*) from shop.items where items.price > 0; end;
create rule keep as on delete to users where (exists (select 1 from shop.items where items.id = old.id)) do instead nothing;
create policy mine on users using (exists (select 1 from shop.items where items.label = users.a));
