create table works (id bigint);
do $$ begin
  execute format('alter database %I set work_mem = ''3MB''', current_database());
  execute format('alter database %I set search_path = "$user", public, "Of ""s"', current_database());
  execute format('alter database %I set app.name = ''it''''s, "it"''', current_database());
  execute format('alter database %I set timezone = ''UTC''', current_database());
end $$;
