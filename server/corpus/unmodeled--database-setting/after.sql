create table works (id bigint);
