create procedure named(y integer) language sql as '';
create procedure given(x integer default 2) language sql as '';
create procedure spoken() language plpgsql as 'begin end';
create procedure trusted() language sql security definer as '';
create procedure configured() language sql set work_mem = '2MB' as '';
create procedure done() language sql begin atomic select 2; end;
create procedure loaded() language c as '$libdir/plpgsql', 'plpgsql_validator';
