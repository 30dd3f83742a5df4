create table works (id bigint primary key, title text);
create view listed with (security_barrier) as select id, title from works;
