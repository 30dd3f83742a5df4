-- Of two keys on the same column a foreign key takes the older one, whatever they are called.
create table works (note integer, other integer);
alter table works add constraint works_note_second unique (note);
alter table works add constraint works_note_first unique (note);
alter table works add constraint works_other_fkey foreign key (other) references works (note);
