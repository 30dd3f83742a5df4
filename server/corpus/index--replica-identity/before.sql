create table works (id bigint not null, code text not null);
create unique index works_code on works (code);
alter table works replica identity using index works_code;
