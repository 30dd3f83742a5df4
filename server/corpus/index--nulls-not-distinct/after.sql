create table works (id bigint primary key, title text);
create unique index works_title on works (title);
