-- An enum that a column, an array column, a default, a check, a function and a domain use.
create type mood as enum ('calm', 'wild', 'sad');
create domain loud_mood as mood check (value <> 'calm');
create table days (
  id bigint primary key,
  mood mood not null default 'calm',
  moods mood[] not null default '{calm,wild}',
  loud loud_mood,
  check (mood <> 'wild' or moods <> '{}')
);
create function flip(m mood) returns mood language sql immutable return case m when 'calm' then 'wild'::mood else 'calm'::mood end;
