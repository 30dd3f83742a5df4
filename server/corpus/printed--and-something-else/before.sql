-- Only the predicate is forgiven; that the index lost UNIQUE is not.
create table works (id bigint primary key, state varchar(20));
create unique index works_open on works (id) where state in ('draft', 'shown');
