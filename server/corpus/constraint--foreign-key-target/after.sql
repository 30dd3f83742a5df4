create table artists (id bigint primary key);
create table studios (id bigint primary key);
create table works (id bigint primary key, artist_id bigint constraint works_artist_id_fkey references studios);
