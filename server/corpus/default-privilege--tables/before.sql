do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create schema app;
create table works (id bigint primary key, title text);
alter default privileges in schema app grant select on tables to corpus_reader;
alter default privileges grant usage on sequences to corpus_reader;
