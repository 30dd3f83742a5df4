create table works (id bigint primary key);
create publication everything for table works;
