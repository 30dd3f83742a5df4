create table works (id bigint primary key, title text, made date);
create index works_title on works (title);
create unique index works_made on works (made desc) where title is not null;
