-- Only the predicate is forgiven; that the index lost UNIQUE is not.
create table works (id bigint primary key, state varchar(20));
create index works_open on works (id) where ((state)::text = any (array[('draft'::character varying)::text, ('shown'::character varying)::text]));
