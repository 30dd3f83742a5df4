do $$ begin create role "corpus_owner"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint primary key, title text);
alter default privileges for role corpus_owner grant select on tables to corpus_reader;
