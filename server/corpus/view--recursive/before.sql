create table folders (id bigint primary key, parent_id bigint references folders, name text);
create recursive view paths (id, path) as
  select id, name from folders where parent_id is null
  union all
  select f.id, p.path || '/' || f.name from folders f join paths p on p.id = f.parent_id;
