do $$ begin create role "corpus_owner"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint);
do $$ begin
  execute format('alter role corpus_owner in database %I set work_mem = ''4MB''', current_database());
  execute format('alter role corpus_owner in database %I set app.name = ''it''''s, "it"''', current_database());
  execute format('alter role corpus_owner in database %I set datestyle = ''German''', current_database());
end $$;
