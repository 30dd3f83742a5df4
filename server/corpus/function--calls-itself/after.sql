create function down(n int) returns int language sql begin atomic select 1; end;
