-- Built in order, refreshed in order, with rows of the seed.
create table works (id bigint primary key, title text);
insert into works values (1, 'Dawn'), (2, 'Dusk');
create materialized view z as select id, title from works;
create materialized view a as select count(*) as works from z;
