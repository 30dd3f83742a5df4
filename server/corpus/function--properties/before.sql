create function a() returns integer language sql immutable as 'select 1';
create function b(i integer) returns integer language sql strict as 'select 1';
create function c() returns integer language sql security definer as 'select 1';
create function d() returns integer language sql parallel safe as 'select 1';
create function e() returns boolean language plpgsql leakproof as 'begin return true; end';
create function f() returns integer language plpgsql cost 500 as 'begin return 1; end';
create function g() returns setof integer language plpgsql rows 7 as 'begin return; end';
create function h() returns integer language plpgsql stable as 'begin return 1; end';
