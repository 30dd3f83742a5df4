create type mood as enum ('calm', 'loud');
create table works (
  id bigint primary key, width integer, raw text,
  twice integer generated always as (width * 2) stored,
  long text generated always as (length(raw)) stored,
  felt text generated always as (case when width > 2 then 'loud' else 'calm' end) stored,
  label varchar(30) generated always as (upper(raw)) stored,
  note text
);
create index works_twice on works (twice);
