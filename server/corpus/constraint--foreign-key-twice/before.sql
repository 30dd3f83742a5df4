-- Two equal foreign keys under two names.
create table artists (id bigint primary key);
create table works (id bigint primary key, artist_id bigint, constraint one foreign key (artist_id) references artists, constraint two foreign key (artist_id) references artists);
