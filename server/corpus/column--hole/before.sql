-- A dropped column leaves a hole in attnum that means nothing.
create table artists (id bigint primary key, old_name text, name text, born date);
alter table artists drop column old_name;
create index artists_born on artists (born);
create view living as select id, born from artists;
