create table works (id integer);
create index works_id on works (id) with (deduplicate_items = off, fillfactor = 50);
