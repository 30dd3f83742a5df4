create table artists (id bigint primary key);
create table works (id bigint primary key, artist_id bigint references artists);
