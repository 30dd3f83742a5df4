-- Without a key, how often a row is there counts.
create table marks (mark text);
insert into marks values ('a'), ('b'), ('b');
