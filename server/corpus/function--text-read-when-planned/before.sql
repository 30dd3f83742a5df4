-- Where Postgres plans an expression it reads the texts of the functions in it, and what these name has to be there.
create table z_rates (year integer, rate integer);
create view z_last as select max(rate) as rate from public.z_rates;
create function z_row(integer) returns public.z_rates immutable language sql as 'select row($1, $1)::public.z_rates';
create function by_view(integer) returns bigint immutable language sql as 'select $1 + rate from public.z_last';
create function by_table(integer) returns integer immutable language sql as 'select $1 + max(rate) from public.z_rates';
create function by_row(integer) returns integer immutable language sql as 'select (public.z_row($1)).rate';
create table works (year integer, priced integer generated always as (by_table(year)) stored,
  rated integer generated always as (by_row(year)) stored);
create index works_last on works (by_view(year));
create table parted (year integer) partition by list (by_row(year));
create materialized view z_total as select sum(rate) as total from public.z_rates;
create function by_total() returns bigint language sql as 'select total from public.z_total';
create materialized view a_sum as select by_total() as total;
