create table works (id bigint primary key);
