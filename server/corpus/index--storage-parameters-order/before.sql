create table works (id integer);
create index works_id on works (id) with (fillfactor = 50, deduplicate_items = off);
