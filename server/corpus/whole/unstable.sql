-- Every place where Postgres prints an expression that comes out differently after one restore, and forms close to them.
-- Each must round-trip: with no finding, or with `printed` ones only. Runs on Postgres 14 and later.
create extension btree_gist;
create schema odd;
create type mood as enum ('calm', 'wild', 'sad');
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;

create domain state as varchar(20) default 'draft' constraint state_known check (value in ('draft', 'shown', 'sold'));
create domain code as char(3) constraint code_known check (value not in ('aaa', 'bbb'));

create table artists (
  id bigint primary key,
  email varchar(200) not null unique,
  name varchar,
  born date
);
create table works (
  id bigint constraint works_pk primary key,
  artist_id bigint references artists,
  email varchar(200),
  state varchar(20) not null default 'draft',
  code char(3),
  label name,
  mood mood,
  kinds varchar(10)[] default '{a,b}'::varchar(5)[],
  price numeric(10, 2) default 1.5::numeric(3, 1),
  small smallint default -1,
  big bigint default (7)::smallint,
  made date default ('now'::text)::date,
  seen timestamptz default now() - interval '1' day,
  moment timestamp(2) default localtimestamp(2),
  wait interval day to minute default interval '1 02:03' day to minute,
  room integer,
  during tstzrange,
  is_open boolean generated always as (state in ('draft', 'shown')) stored,
  is_known boolean default ('x'::varchar in ('x', 'y', 'z')),
  same boolean default ('x'::char(3) in ('x', 'y')),
  constraint a check (state in ('draft', 'shown', 'sold')),
  constraint b check (state not in ('gone', 'lost')),
  constraint c check (state = any (array['draft', 'shown', 'sold'])),
  constraint d check (state = any (array['draft'::varchar, 'shown', 'sold'])),
  constraint e check (state <> all ('{gone,lost}')),
  constraint f check (code in ('abc', 'abd')),
  constraint g check (label in ('one', 'two')),
  constraint h check (mood in ('calm', 'wild')),
  constraint i check (price in (1, 2.5, 3)),
  constraint j check (small in (-1, 2, 3)),
  constraint k check (big in (1, 20000000000)),
  constraint l check (case when state in ('draft', 'shown') then code is not null else true end),
  constraint m check ((state, code) <> ('draft', 'abc')),
  constraint n check ((state, email) in (('draft', 'a'), ('shown', 'b')) or email is null or state is not null),
  constraint o check (state || '!' in ('draft!', 'shown!', 'sold!')),
  constraint p check (coalesce(state, email) in ('draft', 'shown', 'sold')),
  constraint q check (state like 'd%' or state ilike '%S%' or state similar to '(s|d)%' or state ~ '^[a-z]+$'),
  constraint r check (state between 'a' and 'z'),
  constraint s check (state collate "C" in ('draft', 'shown', 'sold')),
  constraint t check (kinds <@ array['a', 'b', 'c']::varchar[]),
  constraint u check ('a' = any (kinds) or kinds is null),
  constraint v check (nullif(state, 'gone') is not null and state is distinct from 'lost'),
  constraint w check (extract(year from made) > 2000 and position('x' in state) = 0 and trim(both ' ' from state) = state and substring(state from 1 for 2) <> 'xx'),
  constraint x check (made > '2000-01-01' and seen > '2000-01-01 00:00+00' and wait >= '0'),
  constraint y check (upper(state) in ('DRAFT', 'SHOWN', 'SOLD') and length(state) in (4, 5)),
  constraint z check (greatest(state, email) in ('draft', 'shown', 'sold') or (state in ('draft')) is true),
  constraint one_room exclude using gist (room with =, (state in ('draft', 'shown')) with =, during with &&) where (state in ('draft', 'shown'))
);
create index works_open on works (id) where state in ('draft', 'shown');
create unique index works_code on works ((code in ('abc', 'abd')), (state in ('draft', 'shown')), id) where code not in ('xxx', 'yyy') and email is distinct from 'none';
create index works_case on works ((case state when 'draft' then 1 when 'shown' then 2 else 3 end));

create table events (id bigint, kind varchar(10)) partition by list ((case when kind in ('seen', 'heard') then kind else 'other' end));
create table events_known partition of events for values in ('seen', 'heard');
create table shelves (id bigint, kind varchar(10), place char(3)) partition by range (kind, place);
create table shelves_a partition of shelves for values from ('a', 'aaa') to ('m', maxvalue);

create view open_works as select id, state, code from works where state in ('draft', 'shown') and code not in ('xxx', 'yyy') with check option;
create view kinds as
  select id, case when state in ('draft', 'shown') then 'open' else 'closed' end as openness, state in ('a', 'b') as odd,
    count(*) filter (where state in ('draft', 'shown')) over (partition by state in ('a', 'b') order by (code in ('a', 'b'))) as n,
    coalesce(email, 'none') as email, nullif(state, 'draft') as past, greatest(state, code) as last,
    (select max(x.state) from works x where x.state in (works.state, 'z')) as top,
    array(select y.state from works y where y.state in ('a', 'b')) as states,
    extract(epoch from seen) as seconds, seen at time zone 'Europe/Lisbon' as there, interval '1' day * small as days, -1 as minus, - 2.5 as less
  from works;
create view joined as select * from works join artists using (id, email) left join (values ('draft'::varchar, 1), ('shown', 2)) v (state, place) using (state);
create view natural_join as select j.email, works.code, v.* from works join artists using (email) as j cross join lateral (select works.state, 'x'::varchar as y) v;
create view union_of as select state from works where state in ('a', 'b') union all select email from artists where name in ('a', 'b') union select 'z' order by 1 limit 5;
create view grouped as select state, code, count(*), grouping(state) from works group by grouping sets ((state, code), rollup (state), ()) having state in ('draft', 'shown') order by state desc nulls last fetch first 3 rows with ties;
create view whole as select w, w.*::works as again, row(w.id, w.state)::text as pair, (w).state as st, array[w] as all_of_it from works w where (w.state, w.code) in (select state, code from open_works);
create recursive view chain (id, state) as select id, state from works where state in ('a', 'b') union all select w.id, c.state from works w join chain c on w.artist_id = c.id and w.state in (c.state, 'q');
-- What a view is made of is renamed, added and dropped under it: it then prints aliases that nobody wrote.
create view aliased as select w.id, w.code, w.state, a.name, email from works w join artists a using (email);
alter table artists rename column email to mail;
alter table works rename column code to short_code;
alter table works add column name varchar(30) default 'x' check (name in ('x', 'y'));
alter table artists add column mood mood;
alter view kinds rename column odd to strange;
create materialized view kept as select state, count(*) as works from works where state in ('draft', 'shown') group by state;
create index kept_open on kept (works) where state in ('draft', 'shown');

create trigger works_touch before update of state on works for each row when (new.state in ('draft', 'shown') and old.state is distinct from new.state) execute function touch();
create policy works_open on works using (state in ('draft', 'shown')) with check (state not in ('gone', 'lost') and short_code in ('a', 'b'));
create rule works_log as on update to works where new.state in ('draft', 'shown') do also update artists set name = case when new.state in ('a', 'b') then 'a' else 'b' end where artists.name in ('x', 'y');
create function open_count(wanted varchar default case when 'x'::varchar in ('x', 'y') then 'a' else 'b' end, other boolean default 'x'::char(3) in ('x', 'y')) returns bigint language sql stable
  begin atomic; select count(*) from works where state in ('draft', 'shown', wanted) and short_code not in ('a', 'b'); end;
create procedure close_all(state varchar default 'x'::varchar) language sql begin atomic; update works set state = 'sold' where works.state in ('draft', 'shown') and close_all.state in ('x', 'y'); end;

insert into artists (id, mail, name) values (1, 'a@example.org', 'a');
insert into works (id, state, short_code, artist_id, price, big, mood) values (1, 'draft', 'abd', 1, 1, 1, 'calm'), (2, 'shown', 'abc', 1, 2.5, 1, 'wild');
