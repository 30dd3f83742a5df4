create function a() returns integer language sql stable as 'select 1';
create function b(i integer) returns integer language sql as 'select 1';
create function c() returns integer language sql as 'select 1';
create function d() returns integer language sql parallel restricted as 'select 1';
create function e() returns boolean language plpgsql as 'begin return true; end';
create function f() returns integer language plpgsql as 'begin return 1; end';
create function g() returns setof integer language plpgsql as 'begin return; end';
create function h() returns integer language plpgsql as 'begin return 1; end';
