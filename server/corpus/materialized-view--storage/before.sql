create table works (id bigint primary key, title text);
create materialized view titles with (fillfactor = 80) as select distinct title from works;
alter materialized view titles alter column title set statistics 300;
alter materialized view titles alter column title set storage main;
