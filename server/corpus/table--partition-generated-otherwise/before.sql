create table works (year integer, cents integer, euros integer generated always as (cents / 100) stored) partition by range (year);
create table old_works (year integer, cents integer, euros integer generated always as (cents / 1000) stored);
alter table works attach partition old_works for values from (0) to (1900);
