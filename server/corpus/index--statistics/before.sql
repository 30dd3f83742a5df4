create table works (id bigint primary key, title text);
create index works_title on works (lower(title), upper(title));
alter index works_title alter column 2 set statistics 1000;
