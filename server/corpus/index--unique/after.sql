create table works (id bigint primary key, title text);
create index works_title on works (title);
