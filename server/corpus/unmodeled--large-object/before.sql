create table works (id bigint primary key);
select lo_create(424242);
