create table works (id bigint primary key, title text, data jsonb);
create unique index works_title on works (lower(title), (data -> 'code'), id);
