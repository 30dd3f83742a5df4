create table works (id bigint primary key, a integer, b text);
create table others (id bigint primary key);
create schema "Of s";
create publication parts for table works (id) where (id > 4);
create publication whole;
