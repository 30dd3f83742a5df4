-- The target's uniqueness is a unique index, which must exist first.
create table artists (id bigint primary key, code text);
create unique index artists_code on artists (code);
create table works (id bigint primary key, artist text constraint works_artist_fkey references artists (code));
