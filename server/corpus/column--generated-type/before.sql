create type mood as enum ('calm', 'loud');
create table works (
  id bigint primary key, width integer, raw text,
  twice bigint generated always as (width * 2) stored,
  long integer generated always as (length(raw)) stored,
  felt mood generated always as (case when width > 2 then 'loud'::mood else 'calm'::mood end) stored,
  label varchar(20) generated always as (upper(raw)) stored,
  note text
);
create index works_twice on works (twice);
