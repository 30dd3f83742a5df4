create function guarded() returns integer language sql security definer set search_path = public, pg_temp set work_mem = '8MB' as 'select 1';
