create table works (id bigint primary key, width integer, height integer, area integer);
