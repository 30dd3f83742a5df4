create table artists (id bigint primary key);
create table works (year integer, artist_id bigint) partition by range (year);
create table old_works partition of works for values from (0) to (1900);
alter table works add constraint artist foreign key (artist_id) references artists;
