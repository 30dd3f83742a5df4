create table works (id bigint primary key, title text);
create view listed as select id, title from works;
