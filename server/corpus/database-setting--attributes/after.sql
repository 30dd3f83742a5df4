create table works (id bigint);
do $$ begin
  execute format('alter database %I set work_mem = ''4MB''', current_database());
  execute format('alter database %I set search_path = public', current_database());
  execute format('alter database %I set app.name = ''it''''s, "it"''', current_database());
end $$;
