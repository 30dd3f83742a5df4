create table works (title text);
create table films () inherits (works);
alter table works add constraint titled not null title not valid;
