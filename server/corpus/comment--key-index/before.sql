-- The index of a key is part of its constraint, but may have a comment of its own.
create table works (id bigint, constraint works_pkey primary key (id));
comment on index works_pkey is 'the index';
comment on constraint works_pkey on works is 'the key';
