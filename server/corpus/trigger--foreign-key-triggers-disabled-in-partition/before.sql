-- Partitions have copies of a foreign key, with triggers of their own: those of one are switched off, on either side of it.
create table artists (id bigint primary key) partition by list (id);
create table artists_1 partition of artists for values in (1);
create table works (id bigint, artist_id bigint, constraint works_artist_id_fkey foreign key (artist_id) references artists) partition by list (id);
create table works_1 partition of works for values in (1);
create table works_2 partition of works for values in (2);
create table shows (artist_id bigint, constraint shows_artist_id_fkey foreign key (artist_id) references artists);
