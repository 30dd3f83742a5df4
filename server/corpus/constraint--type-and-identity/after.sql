create table works (id integer not null, constraint works_key primary key (id));
create table shows (id integer not null, constraint shows_key unique (id));
alter table shows replica identity using index shows_key;
create table parted (id integer) partition by list (id);
create table parted_1 partition of parted for values in (1);
alter table only parted add constraint parted_key unique (id);
