create table works (id bigint);
create function at_most(bigint, text) returns boolean language sql immutable as 'select true';
create operator <= (leftarg = bigint, rightarg = text, function = at_most);
alter operator family integer_ops using btree add operator 2 <= (bigint, text);
