do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create schema app;
create table works (id bigint primary key, title text);
alter default privileges in schema app grant select, insert on tables to corpus_reader;
