create table works (year integer);
create table films () inherits (works);
alter table works add constraint recent check (year > 1900) not valid;
