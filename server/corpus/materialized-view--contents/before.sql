-- Filled after its table, and before it: only what they hold differs.
create table works (id bigint primary key, title text);
insert into works values (1, 'Dawn'), (2, 'Dusk');
create materialized view m as select id, title from works;
