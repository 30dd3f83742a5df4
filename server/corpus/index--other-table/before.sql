create table works (id bigint primary key, title text);
create table drafts (id bigint primary key, title text);
create index by_title on works (title);
