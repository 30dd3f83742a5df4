-- A dropped column leaves a hole in attnum that means nothing.
create table artists (id bigint primary key, name text, born date);
create index artists_born on artists (born);
create view living as select id, born from artists;
