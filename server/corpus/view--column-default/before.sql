-- A default of the view's own, used by an insert through it.
create table works (id bigint primary key, title text);
create view listed as select id, title from works;
alter view listed alter column title set default 'untitled';
