create function guarded() returns integer language sql security definer set work_mem = '8MB' as 'select 1';
