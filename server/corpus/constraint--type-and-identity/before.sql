create table works (id integer not null, constraint works_key unique (id));
create table shows (id integer not null, constraint shows_key unique (id));
create table parted (id integer) partition by list (id);
create table parted_1 partition of parted for values in (1);
alter table parted add constraint parted_key unique (id);
