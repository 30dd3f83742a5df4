create table works (id bigint primary key, title text);
create view listed with (security_invoker = true) as select id, title from works;
