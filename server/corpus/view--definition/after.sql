create table works (id bigint primary key, title text, sold boolean);
create view sold_works as select id, title from works where not sold;
