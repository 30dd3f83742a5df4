create table works (id bigint primary key, title text);
grant select on works to public;
