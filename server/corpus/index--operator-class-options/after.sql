create extension pg_trgm;
create table works (id bigint primary key, title text);
create index works_title on works using gist (title gist_trgm_ops);
