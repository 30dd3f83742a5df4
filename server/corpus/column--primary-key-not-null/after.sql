-- A key column stays NOT NULL when its key is dropped.
create table artists (id bigint);
