-- Two views that refer to each other: one was replaced after the other was made.
create table works (id bigint primary key, title text);
create view a as select id, title from works;
create view b as select id, title from a;
