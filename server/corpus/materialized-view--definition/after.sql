create table works (id bigint primary key, title text);
create materialized view titles as select title from works;
