import { describe, expect, test } from 'vitest'
import { withConnection } from '../postgres/session.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import type { Behaviour } from '../../shared/behaviour.ts'
import { tryAgain, tryConstraints } from './try-constraints.ts'

const runId = 'behaving'

/** What comes of two databases that these scripts make. */
async function behaviourOf(
  major: 15 | 18,
  old: string,
  rebuilt = old,
  renamed: Readonly<Record<string, string>> = {},
): Promise<Behaviour> {
  const server = testServer(major)
  const options = { major, without: new Set(['["public","ledger"]']), onTried: () => {} }
  const in_ = async <T>(script: string, work: Parameters<typeof withConnection<T>>[2]) => {
    const database = await testDatabase(server)
    try {
      await withConnection(database.url, { runId }, (query) => query(script))
      return await withConnection(database.url, { runId }, work)
    } finally {
      await database.drop()
    }
  }
  const tries = await in_(old, (query) => tryConstraints(query, options))
  const { behaviour } = await in_(rebuilt, (query) =>
    tryAgain(query, tries, { ...options, renamed: ({ name }) => renamed[name ?? ''] }),
  )
  return behaviour
}

const told = (cases: Behaviour['differing']): string[] =>
  cases.map(({ object, detail, rebuilt }) => [object, detail, rebuilt ?? ''].join(' | '))

const EVERYTHING = `
  create extension citext; create extension btree_gist;
  create table ledger (name text primary key);
  create type mood as enum ('calm', 'wild');
  create domain title as varchar(40) check (value <> '');
  create domain age as integer not null constraint age_positive check (value > 0);
  create domain code as text check (value ~ '^[A-Z]{3}-\\d{4}$');
  create table artists (id bigint generated always as identity primary key, name title not null, mood mood default 'calm',
    email citext unique, age age);
  create table works (id integer primary key, artist bigint not null references artists on delete cascade,
    kind text default 'print', price numeric(8, 2) check (price > 0),
    constraint cheap check (price >= 0 and price < 100), at timestamptz, unique (artist, kind), parent int references works,
    slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 20),
    meta jsonb check (jsonb_typeof(meta) = 'object' and meta ? 'key'),
    twice numeric generated always as (price * 2) stored check (twice < 150),
    tags text[] check (cardinality(tags) <= 3), a int, b int, check (num_nonnulls(a, b) = 1),
    status text check (status in ('draft', 'shown')));
  create unique index works_lower on works (lower(slug)) where price > 3;
  create unique index works_meta on works ((meta->>'key'));
  create table bookings (room int, during tstzrange, exclude using gist (room with =, during with &&),
    kind text, exclude using gist (kind with =, room with <>));
  create table pairs (a int, b int, primary key (a, b), unique (a), unique (b));
  create table links (a int, b int, foreign key (a, b) references pairs (a, b) match full deferrable initially deferred,
    x int unique deferrable initially deferred, y int not null references pairs (a));
  create table events (id int, at date not null, kind text check (kind <> ''), primary key (id, at)) partition by range (at);
  create table events_2023 partition of events for values from ('2023-01-01') to ('2024-01-01');
  create table hashed (id int primary key, v int check (v > 0)) partition by hash (id);
  create table hashed_0 partition of hashed for values with (modulus 2, remainder 0);
  create table hashed_1 partition of hashed for values with (modulus 2, remainder 1);
  create table above (id int primary key check (id > 0), t text not null);
  create table below (extra int not null) inherits (above);
  create table bools (b boolean primary key, c boolean not null, unique (b, c));
  create table dates (s date, e date, check (s < e), check (s > '2020-01-01'::date));
  create table "Odd ""Names" ("a'b%" int not null check ("a'b%" > 5), "Sel ect" text check ("Sel ect" like 'x\\_%'));
  create table raises (id int primary key, v int check (v > 0));
  create function raised() returns trigger language plpgsql as $$
    begin if new.v <= 0 then raise exception 'no %', new.v; end if; return new; end $$;
  create trigger raised before insert on raises for each row execute function raised();
  create table divided (a int check (10 / a > 2));
  insert into artists (name, age) values ('Ada', 3);`

describe.each([15, 18] as const)('rows that break constraints, on PostgreSQL %i', (major) => {
  test('both sides refuse one for each constraint, of whatever sort', async () => {
    const { constraints, refused, differing, accepted, untried } = await behaviourOf(
      major,
      EVERYTHING,
    )
    expect([told(differing), told(accepted)]).toEqual([[], []])
    // No partition is for a row without its key: that is refused before NOT NULL is asked.
    expect(untried.map(({ object }) => object)).toEqual(['table column public.events.at'])
    expect(refused).toBe(constraints - 1)
    expect(refused).toBeGreaterThan(70)
  })

  const BASE =
    'create table t (id int primary key, v int not null, w text unique); create table s (t int references t)'
  test.each([
    [
      'CHECK',
      'alter table t add constraint own check (v > 0)',
      'alter table t add constraint own check (v > -9)',
    ],
    [
      'UNIQUE INDEX',
      'create unique index own on t (lower(w)) where v > 3',
      'create unique index own on t (lower(w)) where v > 3 and v < 3',
    ],
    [
      'FOREIGN KEY',
      'alter table t add constraint own foreign key (v) references t',
      'alter table t add constraint own foreign key (v) references t; alter table t disable trigger all',
    ],
    ['NOT NULL', 'alter table s alter t set not null', ''],
    [
      'PRIMARY KEY',
      'alter table s add constraint own primary key (t)',
      'alter table s alter t set not null',
    ],
    ['EXCLUDE', 'alter table t add constraint own exclude using btree (v with =)', ''],
  ])('%s that rebuilt does not enforce is told', async (constraint, old, rebuilt) => {
    const { differing } = await behaviourOf(major, `${BASE}; ${old}`, `${BASE}; ${rebuilt}`)
    expect(differing.map((each) => [each.constraint, each.rebuilt])).toEqual([
      [constraint, expect.stringMatching(/^accepted/)],
    ])
    expect(differing[0]?.detail).toMatch(/^refused \(23/)
  })

  test('a domain that lost its check, and one that takes null now, are told', async () => {
    const { differing } = await behaviourOf(
      major,
      "create domain d as text not null check (value <> ''); create table t (d d)",
      'create domain d as text; create table t (d d)',
    )
    expect(differing.map(({ object }) => object)).toEqual([
      'domain constraint public.d(d_check)',
      'type public.d',
    ])
  })

  test('a trigger that lets the row vanish on one side only is told, on both it is not in the way', async () => {
    const trigger = `create function gone() returns trigger language plpgsql as $$ begin return null; end $$;
      create trigger gone before insert on s for each row execute function gone()`
    const { differing } = await behaviourOf(major, BASE, `${BASE}; ${trigger}`)
    expect(told(differing)).toEqual([
      'table constraint public.s.s_t_fkey | refused (23503) | accepted, and no row was written; without triggers and rules refused (23503)',
    ])
    const both = await behaviourOf(major, `${BASE}; ${trigger}`)
    expect([both.refused, both.helped, both.differing]).toEqual([both.constraints, 1, []])
  })

  test('another name or another order of the same constraints is the same behaviour', async () => {
    const { differing, untried, refused } = await behaviourOf(
      major,
      'create table t (a int, b int); alter table t add constraint one unique (a); alter table t add constraint two unique (a, b)',
      'create table t (a int, b int); alter table t add constraint two unique (a, b); alter table t add constraint uno unique (a)',
      { one: 'uno' },
    )
    expect([differing, untried, refused]).toEqual([[], [], 2])
  })

  test('what no row can break, or stands on rebuilt alone, is counted as not tried', async () => {
    const { refused, untried } = await behaviourOf(
      major,
      'create table t (a int constraint never check (a is null or a is not null)); create table p (id int primary key) partition by list (id)',
      'create table t (a int constraint never check (a is null or a is not null), constraint more check (a > 0)); create table p (id int primary key) partition by list (id)',
    )
    expect(refused).toBe(0)
    expect(told(untried)).toEqual([
      'table constraint public.t.never | no value that breaks it was found among those that its expression suggests | ',
      'table constraint public.p.p_pkey | it has no partition that would take a row | ',
      'table column public.p.id | it has no partition that would take a row | ',
      'table constraint public.t.more | only rebuilt has it: the comparison tells of that | ',
    ])
  })
})

test('a constraint that is not enforced is told as taken by both, and on one side only it is another behaviour', async () => {
  const of = (how: string): string => `create table t (a int, constraint own check (a > 0) ${how})`
  const both = await behaviourOf(18, of('not enforced'))
  expect(told(both.accepted)).toEqual(['table constraint public.t.own | it is NOT ENFORCED | '])
  const one = await behaviourOf(18, of(''), of('not enforced'))
  expect(told(one.differing)).toEqual([
    'table constraint public.t.own | refused (23514) | accepted',
  ])
})
