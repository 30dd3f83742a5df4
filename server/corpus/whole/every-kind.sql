-- One schema with every kind of object the model knows and most of their properties. Runs on Postgres 14 and later.
do $$ begin create role "corpus_reader"; exception when duplicate_object or unique_violation then null; end $$;
do $$ begin create role "corpus_owner"; exception when duplicate_object or unique_violation then null; end $$;

create schema studio;
create schema archive;
comment on schema studio is 'Where work is done';
create extension citext;
create extension pg_trgm schema studio;
create extension btree_gist;
create extension hstore schema archive;

-- Types
create type studio.mood as enum ('calm', 'wild', 'sad');
alter type studio.mood add value 'bright' before 'wild';
create domain studio.email as citext collate "C" constraint email_has_at check (value ~ '@') not null;
create domain studio.score as numeric(5, 2) default 1.5 constraint score_range check (value between 0 and 100);
create domain studio.high_score as studio.score constraint high_score_high check (value > 50);
create type studio.dimensions as (width numeric(6, 2), height numeric(6, 2), label text collate "C");
create type studio.frame as (inner_size studio.dimensions, moods studio.mood[]);
create type studio.code_range as range (subtype = text, collation = "C", subtype_opclass = text_pattern_ops);
create function studio.numeric_dif(a numeric, b numeric) returns float8 language sql immutable as $$ select (a - b)::float8 $$;
create type studio.price_range as range (subtype = numeric, subtype_diff = studio.numeric_dif, multirange_type_name = studio.price_spans);

-- Sequences
create sequence studio.ticket_numbers as integer increment by 5 minvalue 5 maxvalue 50000 start with 10 cache 3 cycle;
create sequence studio.countdown increment by -1 minvalue -100 maxvalue -1;
select nextval('studio.ticket_numbers'), nextval('studio.countdown'), nextval('studio.countdown');

-- Routines that others need
create function studio.slug(t text, separator text default '-') returns text language sql immutable strict parallel safe
  as $$ select lower(regexp_replace(trim(t), '\W+', separator, 'g')) $$;
create function studio.next_ticket() returns text language plpgsql volatile security definer set search_path = studio, pg_temp
  as $$ begin return 'T' || nextval('ticket_numbers'); end $$;
create function studio.touch() returns trigger language plpgsql as $$ begin new.updated_at := now(); return new; end $$;
create function studio.audit() returns trigger language plpgsql as $$ begin return null; end $$;
create procedure studio.tidy(inout changed integer default 0) language plpgsql as $$ begin changed := changed + 1; end $$;
create aggregate studio.product(numeric) (sfunc = numeric_mul, stype = numeric, initcond = '1', parallel = safe, combinefunc = numeric_mul);
create aggregate studio.least_of(variadic integer[]) (sfunc = array_cat, stype = integer[], initcond = '{}');

-- Tables
create table studio.artists (
  id bigint generated always as identity (start with 100 increment by 10) constraint artists_pk primary key,
  number serial not null,
  email studio.email constraint artists_email_once unique,
  name varchar(120) collate "C" not null default 'it''s anonymous',
  mood studio.mood not null default 'calm',
  moods studio.mood[] not null default '{calm,wild}',
  frame studio.frame,
  best studio.high_score default 99,
  span studio.price_range default '[1,5)',
  spans studio.price_spans,
  codes studio.code_range,
  ticket text default studio.next_ticket(),
  attributes archive.hstore default 'a=>1',
  data jsonb not null default '{"a": [1, 2]}',
  born date,
  seen_at timestamptz(3) default now(),
  since timestamptz default '2024-01-01 00:00:00+00',
  span_of_life interval day to second(0),
  mentor_id bigint constraint artists_mentor references studio.artists on delete set null deferrable initially deferred,
  updated_at timestamptz not null default current_timestamp,
  constraint artists_born check (born > '1900-01-01') no inherit
);
alter table studio.artists alter name set storage external, alter name set statistics 300, alter born set (n_distinct = -0.5);
alter table studio.artists alter data set compression pglz;
create table studio.works (
  id uuid default gen_random_uuid() constraint works_pk primary key,
  artist_id bigint not null constraint works_artist references studio.artists on delete cascade on update cascade,
  title text not null,
  slug text generated always as (studio.slug(title)) stored,
  width numeric(10),
  height numeric(10, 2),
  state varchar(20) not null default 'draft' constraint works_state check (state in ('draft', 'shown', 'sold')),
  tags text[] not null default '{}',
  during tstzrange,
  room integer,
  legacy text,
  constraint works_size check (width > 0 and height > 0),
  constraint works_title_once unique (artist_id, title) include (state) deferrable,
  constraint works_one_room exclude using gist (room with =, during with &&) where (state <> 'draft')
) with (fillfactor = 80, toast.autovacuum_enabled = off);
alter table studio.works drop column legacy;
alter table studio.works add constraint works_height_small check (height < 1000) not valid;
create unlogged table studio.drafts (id bigint primary key, body text, place_room integer, place_shelf integer) with (autovacuum_enabled = off);
create table studio.places (room integer, shelf integer, constraint places_pk primary key (room, shelf));
alter table studio.drafts add constraint drafts_place foreign key (place_room, place_shelf) references studio.places match full on delete restrict not valid;
create table studio.events (id bigint not null, happened_at timestamptz not null, kind text not null default 'seen', artist_id bigint,
  constraint events_pk primary key (id, happened_at, kind)) partition by range (happened_at);
create table studio.events_2024 partition of studio.events for values from ('2024-01-01 00:00+00') to ('2025-01-01 00:00+00') partition by list (kind);
create table studio.events_2024_seen partition of studio.events_2024 (kind default 'of its own') for values in ('seen', 'heard');
create table studio.events_2024_rest partition of studio.events_2024 default;
create table studio.events_rest (kind text not null, artist_id bigint, id bigint not null, happened_at timestamptz not null);
alter table studio.events attach partition studio.events_rest default;
alter table studio.events add constraint events_artist foreign key (artist_id) references studio.artists;
create table studio.spread (id bigint, note text) partition by hash (id);
create table studio.spread_0 partition of studio.spread for values with (modulus 2, remainder 0);
create table studio.spread_1 partition of studio.spread for values with (modulus 2, remainder 1);
create table studio.media (id bigint not null, title text default 'untitled', constraint media_title check (title <> ''));
create table studio.films (minutes integer, title text default 'a film', constraint films_minutes check (minutes > 0)) inherits (studio.media);
create type studio.point_like as (x integer, y integer);
create table studio.points of studio.point_like (x with options not null, constraint points_pk primary key (y));
create table studio.teams (id bigint primary key, captain_id bigint, label text);
create table studio.players (id bigint primary key, team_id bigint references studio.teams);
alter table studio.teams add constraint teams_captain foreign key (captain_id) references studio.players;
create function studio.team_label(t studio.teams) returns text language sql stable as $$ select 'team' $$;
alter table studio.teams alter label set default studio.team_label(null::studio.teams);
create table studio."no columns" ();
create table archive.users (id bigserial primary key, n integer generated by default as identity, name text unique, check (n > 0));
alter table archive.users rename to people;
alter sequence studio.countdown owned by studio.players.id;

-- Indexes
create index works_title_trigrams on studio.works using gin (title studio.gin_trgm_ops) with (fastupdate = off);
create unique index works_open on studio.works (lower(title), room desc nulls last) include (height) where state in ('draft', 'shown');
create index works_pattern on studio.works (title collate "C" text_pattern_ops) with (fillfactor = 70);
create index works_slugs on studio.works (studio.slug(title, '_'), upper(title));
alter index studio.works_slugs alter column 2 set statistics 500;
create index works_during on studio.works using gist (during);
create index works_room on studio.works using hash (room);
create index works_brin on studio.works using brin (id) with (pages_per_range = 16);
create index works_spgist on studio.works using spgist (title);
alter table studio.works cluster on works_pattern;
create unique index artists_number on studio.artists (number);
alter table studio.artists replica identity using index artists_number;
alter table studio.drafts replica identity full;
create index events_kind on studio.events (kind);
create index events_artist on only studio.events (artist_id);
create index spread_id on only studio.spread (id);
create index spread_0_by_id on studio.spread_0 (id);
create index spread_1_by_id on studio.spread_1 (id);
alter index studio.spread_id attach partition studio.spread_0_by_id;
alter index studio.spread_id attach partition studio.spread_1_by_id;

-- Views
create view studio.shown_works with (security_barrier) as select id, title, artist_id, state from studio.works where state in ('shown', 'sold') with cascaded check option;
create view studio.makers (maker, works) as select a.name, count(*) from studio.artists a join studio.shown_works w on w.artist_id = a.id group by a.id having count(*) > 0;
alter view studio.shown_works alter column title set default 'untitled';
create materialized view studio.per_state with (fillfactor = 90) as select state, count(*) as works from studio.works group by state;
create unique index per_state_state on studio.per_state (state);
create materialized view studio.later as select works from studio.per_state with no data;
create function studio.count_works(wanted text default 'draft') returns bigint language sql stable
  begin atomic; select count(*) from studio.works where works.state = wanted; end;
create function studio.found(pattern text) returns table (id uuid, title text) language sql stable rows 20
  as $$ select id, title from studio.works where title ~ pattern $$;

-- Triggers, rules, policies
create trigger artists_touch before update of name, mood on studio.artists for each row when (old.name is distinct from new.name) execute function studio.touch('a', 'it''s', E'back\\slash');
create trigger artists_audit after insert or delete or truncate on studio.artists for each statement execute function studio.audit();
create trigger works_audit after update on studio.works referencing old table as gone new table as come for each statement execute function studio.audit();
create constraint trigger works_late after insert on studio.works from studio.artists deferrable initially deferred for each row execute function studio.audit();
create trigger shown_insert instead of insert on studio.shown_works for each row execute function studio.audit();
create trigger events_touch after update on studio.events for each row execute function studio.audit();
alter table studio.artists disable trigger artists_audit;
alter table studio.works enable always trigger works_audit;
alter table studio.works enable replica trigger works_late;
alter table studio.events_2024_seen disable trigger events_touch;
create rule drafts_keep as on delete to studio.drafts where old.id < 10 do instead nothing;
create rule drafts_log as on update to studio.drafts do also (insert into studio.places values (new.place_room, new.place_shelf); notify drafts);
create rule makers_insert as on insert to studio.makers do instead insert into studio.media (id, title) values (1, new.maker) returning title::varchar, id;
alter table studio.drafts disable rule drafts_keep;
alter table studio.drafts enable always rule drafts_log;
alter table studio.works enable row level security;
alter table studio.artists enable row level security, force row level security;
create policy works_own on studio.works for update to corpus_reader using (artist_id in (select a.id from studio.artists a where a.name = current_user)) with check (state in ('draft', 'shown'));
create policy works_narrow on studio.works as restrictive for select using (state <> 'draft');
create policy artists_all on studio.artists using (true);

-- Comments, owners, privileges
comment on extension citext is 'letters of either case';
comment on type studio.mood is 'How it feels';
comment on domain studio.score is 'From 0 to 100';
comment on constraint score_range on domain studio.score is 'as said';
comment on column studio.dimensions.width is 'across';
comment on table studio.works is E'What was made\n-- and */ sold';
comment on column studio.works.title is 'as on the label';
comment on constraint works_size on studio.works is 'all are larger than nothing';
comment on index studio.works_open is 'for the front page';
comment on index studio.works_pk is 'the index of the key';
comment on view studio.makers is 'who made them';
comment on materialized view studio.per_state is 'counted nightly';
comment on function studio.slug(text, text) is 'for addresses';
comment on procedure studio.tidy(integer) is 'nightly';
comment on aggregate studio.product(numeric) is 'multiplies';
comment on trigger works_late on studio.works is 'at commit';
comment on rule drafts_keep on studio.drafts is 'kept';
comment on policy works_own on studio.works is 'one''s own';
comment on sequence studio.ticket_numbers is 'by fives';
alter table studio.places owner to corpus_owner;
alter type studio.frame owner to corpus_owner;
alter function studio.found(text) owner to corpus_owner;
revoke all on function studio.next_ticket() from public;
grant usage on schema studio to corpus_reader;
grant select, insert on studio.works to corpus_reader with grant option;
grant select (id, name), update (name) on studio.artists to corpus_reader;
grant select on studio.makers to public;
grant execute on procedure studio.tidy(integer) to corpus_reader;
grant usage on sequence studio.ticket_numbers to corpus_reader;
revoke usage on type studio.mood from public;
revoke truncate on studio.drafts from current_user;
alter default privileges in schema studio grant select on tables to corpus_reader;
alter default privileges revoke execute on functions from public;

-- Rows
insert into studio.artists (email, name, mentor_id) values ('a@example.org', 'Vasco', null), ('b@example.org', 'Ines', 100);
insert into studio.works (id, artist_id, title, width, height, room, during, state) values
  ('00000000-0000-0000-0000-000000000001', 100, 'Dawn', 10, 20.5, 1, '[2024-01-01 00:00+00,2024-02-01 00:00+00)', 'shown'),
  ('00000000-0000-0000-0000-000000000002', 110, 'Dusk', 12, 21.5, 1, '[2024-02-01 00:00+00,2024-03-01 00:00+00)', 'sold');
insert into studio.events values (1, '2024-05-01 00:00+00', 'seen', 100), (2, '2024-06-01 00:00+00', 'other', 110), (3, '2030-01-01 00:00+00', 'seen', null);
insert into studio.media values (1, 'a song');
insert into studio.films (id, minutes) values (2, 90);
insert into archive.people (name) values ('x'), ('y');
refresh materialized view studio.per_state;
