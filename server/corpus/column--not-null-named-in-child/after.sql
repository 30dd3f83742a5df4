create table works (title text);
create table films () inherits (works);
alter table films add constraint titled not null title;
