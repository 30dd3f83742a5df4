create table works (id bigint primary key, title text);
create view shown as select id, title from works;
