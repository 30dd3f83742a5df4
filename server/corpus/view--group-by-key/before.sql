-- A view that groups by a primary key depends on the constraint.
create table artists (id bigint, name text, born date, constraint artists_pkey primary key (id));
create table works (id bigint primary key, artist_id bigint references artists);
create view productive as select a.id, a.name, a.born, count(*) as works from artists a join works w on w.artist_id = a.id group by a.id;
