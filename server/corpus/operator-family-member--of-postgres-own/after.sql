create function at_most(bigint, text) returns boolean language sql immutable as 'select true';
create operator public.<= (leftarg = bigint, rightarg = text, function = at_most);
