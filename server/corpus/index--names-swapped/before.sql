create table works (id bigint primary key, title text, made date);
create index a on works (title);
create index b on works (made);
