create table works (year integer) partition by range (year);
