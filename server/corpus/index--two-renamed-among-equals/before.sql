create table works (id bigint primary key, title text);
create index a on works (title);
create index b on works (title);
