create table stays (room int4range, span daterange) partition by list (room);
create table first_stays partition of stays for values in ('[1,2)');
create table other_stays partition of stays default partition by list (room);
create table second_stays partition of other_stays for values in ('[2,3)');
alter table stays add constraint stays_key primary key (room, span without overlaps);
alter table stays add constraint once unique (room, span without overlaps);
