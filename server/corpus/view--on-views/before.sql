create table works (id bigint primary key, title text, sold boolean);
create view a as select id, title from works where sold;
create view z as select id from a;
create view b as select z.id from z join a using (id);
