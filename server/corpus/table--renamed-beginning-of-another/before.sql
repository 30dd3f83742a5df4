create table a (id int primary key, label text default 'a');
create table account (id int constraint account_of_a references a, label text default 'public.account');
create view open_accounts as select account.id, a.label from account join a using (id);
