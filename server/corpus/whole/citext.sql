-- Operators that SQL finds by the search path and never prints: IS DISTINCT FROM, NULLIF, CASE, IN, JOIN USING, BETWEEN, ANY.
-- citext in public, hstore in a schema outside the path. citext-lost.sql is the same, reloaded under an empty path.
create schema extensions;
create extension citext schema public;
create extension hstore schema extensions;
create function public.touch() returns trigger language plpgsql as $$ begin return new; end $$;

set search_path = public;
create table public.works (
  id bigint primary key,
  a public.citext,
  b public.citext,
  h extensions.hstore,
  k extensions.hstore,
  many public.citext[],
  differ boolean generated always as (a is distinct from b) stored,
  nothing public.citext generated always as (nullif(a, b)) stored,
  which integer generated always as (case a when b then 1 when 'x' then 2 else 3 end) stored,
  known boolean default ('X'::public.citext in ('x', 'y')),
  constraint differ check (a is distinct from b),
  constraint alike check (a is not distinct from b or id > 0),
  constraint nulled check (nullif(a, 'x') is not null or id > 0),
  constraint cased check (case a when 'x' then true when b then false else true end),
  constraint listed check (a in ('x', 'y', b) or id > 0),
  constraint unlisted check (a not in ('z', 'q')),
  constraint ranged check (a between 'a' and 'z' or b not between symmetric 'z' and 'a'),
  constraint anyone check (a = any (many) or a <> all (many) or id > 0),
  constraint paired check ((a, b) is distinct from (b, a) or (a, b) <> ('p', 'q')),
  constraint larger check (greatest(a, b) >= least(a, b)),
  constraint plain check (a = 'x' or a <> b or a like 'X%' or a ~ 'x')
);
create table public.people (id bigint primary key, a public.citext, h extensions.hstore);
create index works_differ on public.works (id) where a is distinct from b;
create index works_listed on public.works ((a in ('x', 'y')), (nullif(a, b))) where a in ('x', b);
create view public.pairs as
  select w.id, a, nullif(w.b, a) as other, case a when w.b then 1 else 2 end as kind, a in (w.b, 'x') as known, a between w.b and 'z' as within,
    a is distinct from w.b as differ, a = any (w.many) as anyone, (select count(distinct x.a) from public.works x where x.a in (a, 'q')) as n
  from public.works w join public.people p using (a)
  where a is distinct from w.b;
create view public.by_nature as select * from (select a from public.works) x natural join (select a from public.people) y;
-- Neither is lost: sets and DISTINCT take the type's own equality, whatever the path.
create view public.merged as select a from public.works union select a from public.people except select 'x'::public.citext;
create materialized view public.kept as select distinct on (a) a, b from public.works order by a, b;
create materialized view public.others as select nullif(a, b) as other from public.works;
create trigger works_touch after update on public.works for each row when (old.a is distinct from new.a or old.* is distinct from new.*) execute function public.touch();
create trigger works_cased before insert on public.works for each row when (case new.a when 'x' then true else false end) execute function public.touch();
create policy works_own on public.works using (a is distinct from b) with check (nullif(a, b) is not null and a in ('x', 'y'));
create rule works_log as on update to public.works where new.a is distinct from old.a do also update public.people set a = nullif(new.a, people.a) where people.a in (new.a, 'x');
create domain public.letters as public.citext constraint letters_known check (value in ('x', 'y') and value is distinct from 'z');
create function public.same_letters(p public.citext, q public.citext default nullif('X'::public.citext, 'x')) returns boolean language sql immutable
  begin atomic; select p is not distinct from q and p in (q, 'x') and case p when q then true else false end; end;

-- Under an empty path these don't even load: hstore = hstore is not found.
set search_path = public, extensions;
alter table works
  add column same boolean default ('a=>1'::hstore is distinct from 'a=>2'),
  add constraint hashed check (h is distinct from k),
  add constraint hash_nulled check (nullif(h, k) is not null or id > 0),
  add constraint hash_listed check (h in (k, 'a=>1') or id > 0);
create index works_hashed on works (id) where h is distinct from k;
create view by_hash as select h, w.id from works w join people using (h);
create trigger works_hashed before update on works for each row when (old.h is distinct from new.h) execute function touch();
-- Both kinds in one definition, each by its own schema.
create view both_kinds as select id, nullif(a, b) as a, nullif(h, k) as h from works where a is distinct from b or h is distinct from k;
reset search_path;

insert into works (id, a, b, h, k) values (1, 'x', 'y', 'a=>1', 'a=>2'), (2, 'Q2', 'q3', null, 'b=>NULL');
