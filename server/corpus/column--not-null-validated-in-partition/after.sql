create table works (title text, year integer) partition by range (year);
create table old_works partition of works for values from (0) to (1900);
alter table works add constraint titled not null title not valid;
