create table works (id bigint primary key, title text);
create index c on works (title);
create index d on works (title);
