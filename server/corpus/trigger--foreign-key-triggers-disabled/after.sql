-- A foreign key whose own triggers are switched off lets orphans in.
create table artists (id bigint primary key);
create table works (id bigint primary key, artist_id bigint, constraint works_artist_id_fkey foreign key (artist_id) references artists);
