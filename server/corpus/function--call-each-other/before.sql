create function even(n int, from_ int default 0) returns boolean language sql begin atomic select true; end;
create function odd(n int) returns boolean language sql begin atomic select not even(n); end;
create or replace function even(n int, from_ int default 0) returns boolean language sql begin atomic select n = from_ or odd(n - 1); end;
create view answers as select even(4) as is_even;
