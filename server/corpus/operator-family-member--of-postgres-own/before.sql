create function at_most(bigint, text) returns boolean language sql immutable as 'select true';
create operator public.<= (leftarg = bigint, rightarg = text, function = at_most);
alter operator family pg_catalog.integer_ops using btree add operator 2 <= (bigint, text);
