create table works (title text, constraint titles exclude using btree (lower(title) with =));
alter index titles alter column 1 set statistics 500;
