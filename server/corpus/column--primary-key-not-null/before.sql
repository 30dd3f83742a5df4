-- A key column stays NOT NULL when its key is dropped.
create table artists (id bigint, constraint artists_pkey primary key (id));
alter table artists drop constraint artists_pkey;
