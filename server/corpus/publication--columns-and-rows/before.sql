create table works (id bigint primary key, a integer, b text);
create table others (id bigint primary key);
create schema "Of s";
create publication parts for table works (id, b) where (id > 3);
create publication whole for tables in schema "Of s";
