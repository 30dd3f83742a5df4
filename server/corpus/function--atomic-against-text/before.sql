create table works (id bigint primary key, title text);
create function count_works() returns bigint language sql stable begin atomic; select count(*) from works; end;
