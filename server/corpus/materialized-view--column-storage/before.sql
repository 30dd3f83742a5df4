create table works (id bigint primary key, title text);
create materialized view titles as select distinct title from works;
alter materialized view titles alter column title set statistics 300;
