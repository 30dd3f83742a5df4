create table works (id bigint primary key, made date, seen date);
create index works_made on works (made desc nulls last, seen nulls first);
