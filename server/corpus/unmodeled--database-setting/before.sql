create table works (id bigint);
do $$ begin
  execute format('alter database %I set work_mem = ''3MB''', current_database());
end $$;
