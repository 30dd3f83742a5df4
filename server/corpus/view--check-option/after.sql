create table works (id bigint primary key, title text, sold boolean);
create view sold_works as select id, title, sold from works where sold with local check option;
create view few as select id from works where sold;
