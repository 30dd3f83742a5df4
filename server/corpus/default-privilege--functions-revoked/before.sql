create table works (id bigint primary key, title text);
alter default privileges revoke execute on functions from public;
