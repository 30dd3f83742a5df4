create table works (title text, constraint titles exclude using btree (lower(title) with =));
