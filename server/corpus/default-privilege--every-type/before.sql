do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint primary key, title text);
alter default privileges grant select on tables to corpus_reader with grant option;
alter default privileges grant usage on types to corpus_reader;
alter default privileges revoke usage on types from public;
alter default privileges grant usage on schemas to corpus_reader;
alter default privileges grant execute on routines to corpus_reader;
