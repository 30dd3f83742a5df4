-- The other one was made first.
create table works (note integer, other integer);
alter table works add constraint works_note_first unique (note);
alter table works add constraint works_note_second unique (note);
alter table works add constraint works_other_fkey foreign key (other) references works (note);
