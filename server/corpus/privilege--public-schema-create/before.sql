do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
grant create on schema public to public;
