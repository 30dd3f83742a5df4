create table works (id integer not null);
alter table works replica identity nothing;
