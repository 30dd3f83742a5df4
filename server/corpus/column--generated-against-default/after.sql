create table works (id bigint primary key, area integer default 7);
