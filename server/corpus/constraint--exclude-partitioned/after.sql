create table works (year integer) partition by range (year);
create table old_works partition of works for values from (0) to (1900);
