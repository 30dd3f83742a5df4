create table "order" (id int primary key, label text default 'a');
create table account (id int constraint account_of_a references "order", label text default 'public.account');
create view open_accounts as select account.id, "order".label from account join "order" using (id);
