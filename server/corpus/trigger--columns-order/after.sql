create table works (id bigint, title text);
create function f() returns trigger language plpgsql as 'begin return new; end';
create trigger kept before update of title, id on works for each row execute function f();
