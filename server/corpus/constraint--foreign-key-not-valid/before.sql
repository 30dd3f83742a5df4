-- Inside CREATE TABLE such a key is silently taken as valid.
create table artists (id bigint primary key);
create table works (id bigint primary key, artist_id bigint);
alter table works add constraint works_artist_id_fkey foreign key (artist_id) references artists not valid;
