do $$ begin create role "corpus_owner"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
create table works (id bigint);
do $$ begin
  execute format('alter role corpus_owner in database %I set work_mem = ''3MB''', current_database());
  execute format('alter role corpus_owner in database %I set app.name = ''it''''s, "it"''', current_database());
  execute format('alter role corpus_owner in database %I set search_path = "$user", public, "Of ""s"', current_database());
  execute format('alter role corpus_reader in database %I set timezone = ''UTC''', current_database());
  execute format('alter role current_user in database %I set app.name = ''mine''', current_database());
end $$;
