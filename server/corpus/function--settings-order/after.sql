create function f() returns int language sql as 'select 1';
alter function f set enable_seqscan = off;
alter function f set work_mem = '1MB';
