create table works (id bigint primary key, title text, made date);
create index works_made_title on works (title, made);
