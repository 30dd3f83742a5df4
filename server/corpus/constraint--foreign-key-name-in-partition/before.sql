create table artists (id bigint primary key);
create table works (year integer, artist_id bigint) partition by range (year);
create table old_works partition of works for values from (0) to (1900);
alter table old_works add constraint made_by foreign key (artist_id) references artists;
alter table works add constraint artist foreign key (artist_id) references artists;
