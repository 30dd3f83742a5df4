create table works (id bigint primary key, title text, made date);
create index works_title_idx on works (title);
create unique index works_made_idx on works (made desc) where title is not null;
