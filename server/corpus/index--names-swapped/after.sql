-- Whoever names one of them then means the other: that is more than a renaming.
create table works (id bigint primary key, title text, made date);
create index a on works (made);
create index b on works (title);
