create table works (id bigint primary key, tags text[]);
create index works_tags on works using gin (tags);
