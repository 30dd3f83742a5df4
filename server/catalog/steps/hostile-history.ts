/** Steps after which everything is as it was. */
export const QUIET: ReadonlySet<string> = new Set([
  `drop table if exists main.gone; create table main.gone (id int); drop table main.gone`,
  `;;vacuum freeze`,
  `;;vacuum full pg_catalog.pg_class`,
])

/** What each step does, each in one transaction unless it says `;;`. */
export const HOSTILE: readonly string[] = [
  `create schema app; create schema "odd ""one"; create extension citext schema app; create extension hstore;
   create type app.mood as enum ('sad', 'doing'); create domain app.short as text constraint brief check (length(value) < 9);
   create type app.pair as (a int, b app.mood);
   create table app.users (id serial primary key, name app.citext not null unique, mood app.mood default 'doing', spare int,
     born date check (born > '1900-01-01'), both_of app.pair, constraint named check (name <> 'x'));
   create table app.posts (id int generated always as identity, "user" int references app.users (id), body text, up text generated always as (upper(body)) stored);
   create index on app.users (lower(name::text), born) where mood = 'doing';
   create view app.shown as select u.id, u.name, p.body from app.users u join app.posts p on p."user" = u.id where u.mood = 'doing';
   create view app.shown_again as select * from app.shown;
   create view app.joined as select j.* from ((select id, name from app.users) u join app.posts p on p."user" = u.id) j (a, b, c);
   create materialized view app.kept as select name from app.users;
   create function app.mood_of(u app.users) returns app.mood language sql begin atomic select u.mood; end;
   create function app.later(m app.mood[]) returns int language plpgsql as 'begin return 1; end';
   create function app.touched() returns trigger language plpgsql as 'begin return new; end';
   create trigger t before update of name on app.users for each row when (old.name is distinct from new.name) execute function app.touched();
   create policy mine on app.users using (name = current_user::text);
   create rule noted as on delete to app.posts do also select 1;
   comment on column app.users.name is 'called'; comment on function app.later(app.mood[]) is 'later';
   create statistics app.counted on mood, born from app.users; create publication news for table app.users;
   create cast (app.pair as text) with inout; create sequence app.loose;`,
  `alter table app.users rename column name to called`,
  `alter type app.mood rename value 'doing' to 'in_progress'`,
  `alter type app.mood rename value 'sad' to 'low'; alter type app.mood rename value 'in_progress' to 'doing'`,
  `alter type app.mood rename value 'doing' to 'in_progress'`,
  `alter type app.mood rename to feeling`,
  `alter type app.pair rename attribute b to c`,
  `alter table app.users rename to people; alter table app.people rename constraint named to renamed`,
  `alter table app.people alter column born type timestamp, alter column spare type bigint`,
  `alter table app.people drop column spare; alter table app.people add column spare text default 'x'`,
  `alter schema app rename to main`,
  `alter domain main.short rename to shorter; alter domain main.shorter rename constraint brief to briefer; alter domain main.shorter set not null`,
  `alter function main.later rename to sooner; alter function main.touched() rename to touch; alter function main.mood_of(main.people) volatile`,
  `alter index main.users_lower_born_idx rename to found; alter index main.found set (fillfactor = 70); alter index main.users_pkey set (fillfactor = 71)`,
  `alter trigger t on main.people rename to t2; alter policy mine on main.people rename to ours; alter rule noted on main.posts rename to noted2`,
  `alter view main.shown rename column body to text_of; alter view main.shown rename to seen`,
  `alter table main.people disable trigger t2; alter table main.posts disable trigger all`,
  `alter sequence main.loose owned by main.people.id`,
  `alter sequence main.loose owned by none`,
  `alter extension hstore add view main.joined`,
  `alter extension hstore drop view main.joined`,
  `drop table if exists main.gone; create table main.gone (id int); drop table main.gone`,
  `create table main.swapped (a int); alter table main.posts rename to posts_old; alter table main.swapped rename to posts`,
  `create table main.big (id int, at date, primary key (id, at)) partition by range (at);
   create table main.big_1 partition of main.big for values from ('2020-01-01') to ('2021-01-01');
   create table main.part_2 (id int not null, at date not null); create index on main.big (at);
   create table main.to_big (id int, at date, foreign key (id, at) references main.big)`,
  `alter table main.big attach partition main.part_2 for values from ('2021-01-01') to ('2022-01-01')`,
  `alter table main.part_2 rename to big_2; alter table main.big rename column at to day`,
  `alter table main.big detach partition main.big_2`,
  `create table main.parent (a int default 1, b text, constraint positive check (a > 0)); create table main.other_parent (a int);
   create table main.child (c int) inherits (main.parent, main.other_parent)`,
  `alter table main.parent rename column b to bb; alter table main.parent rename constraint positive to more`,
  `alter table main.child no inherit main.parent, no inherit main.other_parent`,
  `alter table main.child inherit main.parent, inherit main.other_parent`,
  `create text search configuration main.searched (copy = pg_catalog.simple)`,
  `alter text search configuration main.searched alter mapping for word, asciiword with english_stem`,
  `alter table main.child no inherit main.parent`,
  `alter table main.child no inherit main.other_parent`,
  `create role reader_of_steps; grant select on main.posts to reader_of_steps; grant update (a) on main.posts to reader_of_steps`,
  `alter default privileges in schema main grant select on tables to reader_of_steps; create table main.granted (id int)`,
  `alter table main.granted owner to reader_of_steps; grant usage on schema main to public`,
  `grant select on pg_catalog.pg_authid to reader_of_steps; grant select (rolpassword) on pg_catalog.pg_authid to reader_of_steps`,
  `revoke select (rolpassword) on pg_catalog.pg_authid from reader_of_steps`,
  `alter role reader_of_steps rename to writer_of_steps`,
  `reassign owned by writer_of_steps to current_user; drop owned by writer_of_steps`,
  `do $$ begin execute format('alter database %I set work_mem = ''5MB''', current_database());
     execute format('alter role writer_of_steps in database %I set work_mem = ''6MB''', current_database());
     execute format('comment on database %I is ''ours''', current_database()); end $$`,
  `drop role writer_of_steps`,
  `savepoint a; create table main.unmade (id int); rollback to a; savepoint b; create table main.made (id int); release b; savepoint c; alter table main.made add x int`,
  `;;vacuum freeze`,
  `;;vacuum full pg_catalog.pg_class`,
  `alter table main.made rename column x to y; comment on table main.made is 'made'`,
  `comment on table main.made is null; alter table main.made alter y set default 5`,
  `alter table main.made alter y set default 6, alter y set not null, alter y set statistics 9, alter y set storage plain`,
  `alter table main.made set schema "odd ""one"; alter type main.feeling set schema public`,
  `alter table main.people alter column born type timestamptz`,
  `create or replace function main.sooner(m public.feeling[]) returns int language plpgsql as 'begin return 2; end'`,
  `refresh materialized view main.kept; alter materialized view main.kept rename column name to k`,
  `analyze; reindex table main.people`,
  `drop extension hstore cascade`,
  `create temp table passing (id int); create table main.people2 (like main.people including all)`,
  `alter publication news add table main.posts; alter statistics main.counted rename to numbered; drop cast (main.pair as text)`,
  `drop table main.people cascade`,
  `drop schema main cascade`,
]
