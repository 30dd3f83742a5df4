-- Its default, comment and statistics fold into it; the index over it doesn't.
create table artists (id bigint primary key, born date default current_date);
create index artists_born on artists (born);
comment on column artists.born is 'Roughly';
