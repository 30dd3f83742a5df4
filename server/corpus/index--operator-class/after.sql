create extension pg_trgm;
create table works (id bigint primary key, title text, data jsonb);
create index works_title on works (title);
create index works_trigrams on works using gist (title gist_trgm_ops);
create index works_data on works using gin (data);
