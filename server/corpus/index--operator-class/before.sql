create extension pg_trgm;
create table works (id bigint primary key, title text, data jsonb);
create index works_title on works (title text_pattern_ops);
create index works_trigrams on works using gin (title gin_trgm_ops);
create index works_data on works using gin (data jsonb_path_ops);
