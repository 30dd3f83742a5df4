create function down(n int) returns int language sql begin atomic select 1; end;
create or replace function down(n int) returns int language sql begin atomic select case when n > 0 then down(n - 1) else 0 end; end;
