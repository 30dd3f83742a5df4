create table works (title text, year integer) partition by range (year);
create table old_works (title text constraint titled not null, year integer);
alter table works attach partition old_works for values from (0) to (1900);
create table media (title text);
create table films (title text constraint film_titled not null) inherits (media);
alter table works add constraint titled not null title;
alter table media add constraint film_titled not null title;
