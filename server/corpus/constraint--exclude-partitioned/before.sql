create table works (year integer, constraint years exclude using btree (year with =)) partition by range (year);
create table old_works partition of works for values from (0) to (1900);
