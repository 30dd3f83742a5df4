do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create type mood as enum ('calm');
create domain score as integer;
revoke usage on type mood from public;
grant usage on domain score to corpus_reader;
