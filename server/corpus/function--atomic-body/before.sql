-- A body that Postgres has parsed: it has dependencies, and is printed.
create table works (id bigint primary key, title text);
create function count_works() returns bigint language sql stable begin atomic; select count(*) from works; end;
create function add_work(new_title text) returns bigint language sql begin atomic; insert into works (id, title) values (1, new_title) returning id; end;
create function short() returns integer language sql return 1 + 1;
