create table artists (
  id bigint generated always as identity primary key,
  name text not null default 'anonymous',
  unique (name)
);
create index artists_name_lower on artists (lower(name));
comment on table artists is 'Who made it';
