create table works (id bigint);
create function at_most(bigint, text) returns boolean language sql immutable as 'select true';
create operator <= (leftarg = bigint, rightarg = text, function = at_most);
