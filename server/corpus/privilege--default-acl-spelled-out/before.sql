-- A null ACL and the same rights written out are equal.
create table works (id bigint primary key, title text);
create function secret() returns integer language sql as 'select 1';
create type mood as enum ('calm');
grant all on works to current_user;
revoke execute on function secret() from public;
grant execute on function secret() to public;
grant usage on type mood to public;
