-- A null ACL and the same rights written out are equal.
create table works (id bigint primary key, title text);
create function secret() returns integer language sql as 'select 1';
create type mood as enum ('calm');
