-- The order of SET clauses means nothing.
create function f() returns int language sql set work_mem = '1MB' set enable_seqscan = off as 'select 1';
