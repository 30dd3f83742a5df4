create procedure named(x integer) language sql as '';
create procedure given(x integer default 1) language sql as '';
create procedure spoken() language sql as '';
create procedure trusted() language sql as '';
create procedure configured() language sql set work_mem = '1MB' as '';
create procedure done() language sql begin atomic select 1; end;
create procedure loaded() language c as 'plpgsql', 'plpgsql_validator';
