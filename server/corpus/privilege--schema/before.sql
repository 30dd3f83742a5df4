do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create schema app;
grant usage on schema app to corpus_reader;
revoke all on schema public from public;
