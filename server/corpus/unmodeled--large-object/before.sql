create table works (id bigint primary key);
select lo_create(424242);
select lo_create(424243);
comment on large object 424243 is 'a picture';
