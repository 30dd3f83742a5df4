create extension citext;
create table works (id bigint);
create function f() returns trigger language plpgsql as 'begin return new; end';
create procedure p(id bigint, out done boolean) language sql as 'select true';
create aggregate product(numeric) (sfunc = numeric_mul, stype = numeric);
create trigger kept before update on works for each row execute function f();
create index works_id on works (id);
create materialized view ids as select id from works;
