-- The order of the columns of UPDATE OF means nothing.
create table works (id bigint, title text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger kept before update of id, title on works for each row execute function f();
