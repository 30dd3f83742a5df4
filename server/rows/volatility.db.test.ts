import { describe, expect, test } from 'vitest'
import { SEED_SETTINGS, seedStatements } from '../baseline/seed.ts'
import { buildData } from '../testing/built-data.ts'
import { compareRows } from './compare-rows.ts'
import { rowVolatility, type BuildDifferences } from './volatility.ts'

const settings = Object.entries(SEED_SETTINGS).map(
  ([name, value]) => `set local ${name} = '${value}'`,
)

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  test('random ids, times and texts give the same seed from any two builds, and from the rebuilt database', async () => {
    const [a, b, c, d] = [
      await buildData(major, SCHEMA, ROWS),
      await buildData(major, SCHEMA, ROWS),
      await buildData(major, SCHEMA, ROWS),
      await buildData(major, SCHEMA, ROWS),
    ]
    const one = rowVolatility(a.data, b.data, a.model)
    const two = rowVolatility(c.data, d.data, c.model)
    expect(one.unexplained).toStrictEqual([])
    expect(two.unexplained).toStrictEqual([])
    expect(causes(one)).toStrictEqual(CAUSES)

    const statements = seedStatements(a.data, one.volatile, a.model).map(({ sql }) => sql)
    expect(seedStatements(c.data, two.volatile, c.model).map(({ sql }) => sql)).toStrictEqual(
      statements,
    )
    const text = statements.join(';\n')
    for (const id of a.data.tables.flatMap(({ rows }) => rows.map((row) => row[0] ?? ''))) {
      if (id.length === 36 && !id.startsWith('1111')) expect(text).not.toContain(id)
    }

    const rebuilt = await buildData(
      major,
      SCHEMA,
      ['begin', ...settings, ...statements, 'commit'].join(';\n'),
    )
    const compared = compareRows(a.data, rebuilt.data, one.volatile)
    expect(compared.findings.filter((finding) => finding.class !== 'volatile')).toStrictEqual([])
    expect(compared.findings.length).toBeGreaterThan(5)
    expect(
      seedStatements(rebuilt.data, one.volatile, rebuilt.model).map(({ sql }) => sql),
    ).toStrictEqual(statements)
  })

  test('a reference that leads elsewhere is noticed behind random ids', async () => {
    const [a, b] = [await buildData(major, SCHEMA, ROWS), await buildData(major, SCHEMA, ROWS)]
    const { volatile } = rowVolatility(a.data, b.data, a.model)
    const wrong = `update posts set author = (select id from users where name = 'bob') where title = 'by ann'`
    const other = await buildData(major, SCHEMA, ROWS, wrong)
    const findings = compareRows(a.data, other.data, volatile).findings
    const structural = findings.filter((finding) => finding.class === 'structural')
    expect(structural.map(({ address }) => address.names.join('.'))).toStrictEqual(['public.posts'])
    expect(structural[0]?.attributes.map(({ name }) => name)).toStrictEqual([
      'row (title=by ann, state=draft).author',
    ])
    const nulled = await buildData(
      major,
      SCHEMA,
      ROWS,
      `update posts set made = null where title = 'by ann'`,
    )
    expect(
      compareRows(a.data, nulled.data, volatile)
        .findings.filter((finding) => finding.class === 'structural')
        .flatMap(({ attributes }) => attributes.map(({ name, rebuilt }) => [name, rebuilt])),
    ).toStrictEqual([['row (title=by ann, state=draft).made', null]])
  })
})

const causes = ({ volatile }: BuildDifferences): Record<string, string> =>
  Object.fromEntries(
    [...volatile.tables].flatMap(([table, { columns }]) =>
      [...columns].map(([name, { cause }]) => [`${JSON.parse(table)[1][1]}.${name}`, cause]),
    ),
  )

const SCHEMA = `
  create table users (id uuid primary key default gen_random_uuid(), name text not null, token varchar(20), created timestamptz not null default now());
  create table posts (id uuid default gen_random_uuid() primary key, title text, author uuid not null references users, made timestamptz default clock_timestamp(), state text default 'draft', body jsonb);
  create table likes (id uuid primary key default gen_random_uuid(), post uuid not null references posts, who uuid not null references users, at timestamptz);
  create table notes (n int generated always as identity primary key, soft text, url text, tags uuid[], day date, ms bigint, raw bytea, r float8);
  create table keys (k int primary key, next int references keys);
  create table dups (id uuid primary key default gen_random_uuid(), label text);
  create table dup_parts (id uuid primary key default gen_random_uuid(), dup uuid references dups);
  create table mixed (id int primary key, at timestamptz not null);
  create table moments (at timestamptz primary key, what text);
  create table spans (id int primary key, during tstzrange, since tstzrange, days daterange[], sizes int8range);`

const ROWS = `
  insert into users (name, token) values ('ann', left(md5(random()::text), 20)), ('bob', 'fixed'), ('eve', null);
  insert into users (id, name, created) values ('11111111-1111-4111-8111-111111111111', 'fix', '2020-02-02');
  insert into posts (title, author) select 'by ' || name, id from users where name <> 'eve';
  update posts set body = jsonb_build_object('ref', author, 'at', clock_timestamp(), 'n', 1);
  insert into likes (post, who, at) select p.id, u.id, clock_timestamp() from posts p, users u where u.id <> p.author;
  insert into notes (soft, url, tags, day, ms, raw, r) select u.id, 'https://x/' || u.id || '/a.png', array[u.id, '22222222-2222-4222-8222-222222222222'],
    '2020-01-01', 1700000000000 + (random() * 1e10)::bigint, decode(md5(random()::text), 'hex'), random() from users u order by name;
  insert into keys select 1000 + (random() * 1000000000)::int, null from generate_series(1, 1); insert into keys select k + 1, k from keys;
  insert into dups (label) select 'same' from generate_series(1, 30); insert into dup_parts (dup) select id from dups; insert into dup_parts (dup) select id from dups limit 7;
  insert into mixed values (1, '2000-01-01 00:00:00+00'), (2, clock_timestamp()), (3, '2021-01-01');
  insert into moments select clock_timestamp() + i * interval '1 hour', 'm' || i from generate_series(1, 5) i;
  insert into spans values (1, tstzrange(clock_timestamp(), clock_timestamp() + interval '1 hour'), tstzrange('2020-01-01', clock_timestamp()),
    null, int8range(1, 100 + (random() * 1e9)::int)), (2, tstzrange(clock_timestamp(), 'infinity'), null, array[daterange('2020-01-01', '2020-02-01')], null);`

/** Nothing of it is JavaScript's. */
const WRITTEN = 'made where it is written (in JavaScript or in SQL), no default'

const CAUSES = {
  'dup_parts.dup': 'refers to public.dups.id',
  'dup_parts.id': 'gen_random_uuid()',
  'dups.id': 'gen_random_uuid()',
  'keys.k': WRITTEN,
  'keys.next': 'refers to public.keys.k',
  'likes.at': WRITTEN,
  'likes.id': 'gen_random_uuid()',
  'likes.post': 'refers to public.posts.id',
  'likes.who': 'refers to public.users.id',
  'mixed.at': WRITTEN,
  'moments.at': WRITTEN,
  'notes.ms': WRITTEN,
  'notes.r': WRITTEN,
  'notes.raw': WRITTEN,
  'notes.soft': WRITTEN,
  'notes.tags': WRITTEN,
  'notes.url': WRITTEN,
  'posts.author': 'refers to public.users.id',
  'posts.body': WRITTEN,
  'posts.id': 'gen_random_uuid()',
  'posts.made': 'clock_timestamp()',
  'spans.during': WRITTEN,
  'spans.since': WRITTEN,
  'spans.sizes': WRITTEN,
  'users.created': 'now()',
  'users.id': 'gen_random_uuid()',
  'users.token': WRITTEN,
}
