create table works (id integer not null);
create unique index works_id on works (id);
alter table works replica identity using index works_id;
drop index works_id;
