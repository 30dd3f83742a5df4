create table artists (id bigint primary key, code bigint unique);
create table works (id bigint primary key, artist bigint constraint works_artist_fkey references artists);
