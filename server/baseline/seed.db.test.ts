import { describe, expect, test } from 'vitest'
import { withConnection } from '../postgres/session.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { compareRows } from '../rows/compare-rows.ts'
import { buildData, readData, type BuiltData } from '../testing/built-data.ts'
import { testServer } from '../testing/postgres.ts'
import type { SeedData } from '../../shared/rows.ts'
import { notCompared } from '../proof/not-compared.ts'
import { SEED_SETTINGS, seedStatements } from './seed.ts'

/** Builds the schema again and puts the rows in by the seed's statements alone, in a session with other settings. */
async function reseed(
  major: 15 | 18,
  schema: string,
  old: BuiltData,
  ...extra: string[]
): Promise<BuiltData> {
  const statements = seedStatements(old.data, null, old.model).map(({ sql }) => sql)
  const settings = Object.entries(SEED_SETTINGS).map(
    ([name, value]) => `set local ${name} = '${value}'`,
  )
  const foreign = `set DateStyle = 'SQL, DMY'; set IntervalStyle = 'sql_standard'; set TimeZone = 'Asia/Tokyo';
    set bytea_output = 'escape'; set search_path = 'pg_catalog'; set array_nulls = off; set standard_conforming_strings = off`
  return buildData(
    major,
    schema,
    foreign,
    ['begin', ...settings, ...statements, 'commit', ...extra].join(';\n'),
  )
}

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  test('rows of all common types come back to the bit', async () => {
    const schema = `${TYPES}`
    const old = await buildData(major, schema, ROWS)
    const rebuilt = await reseed(major, schema, old)
    expect(rebuilt.data).toStrictEqual(old.data)
    expect(old.data.tables.map((table) => table.rows.length)).toStrictEqual([3])
    const bytes = (url: DatabaseUrl) =>
      withConnection(url, { runId: 'x' }, (query) =>
        query(`select octet_length(c4::text) as n, bpchar_send, x::text as x from
          (select *, length(bpcharsend(c)) as bpchar_send, c as c4 from t) t order by i`),
      )
    expect(await bytes(rebuilt.url)).toStrictEqual(await bytes(old.url))
  })

  test('triggers, rules and row level security stay out of the way and come back in their exact state', async () => {
    const old = await buildData(major, GUARDED, GUARDED_ROWS)
    const rebuilt = await reseed(major, `${GUARDED}; alter table t force row level security`, old)
    const states = (url: DatabaseUrl) =>
      withConnection(url, { runId: 'x' }, (query) =>
        query(`select tgrelid::regclass::text as t, tgname::text as name, tgenabled::text as state from pg_trigger where not tgisinternal
          union all select ev_class::regclass::text, rulename, ev_enabled::text from pg_rewrite where ev_class = 'public.t'::regclass
          union all select relname, 'force', relforcerowsecurity::text from pg_class where relname = 't' order by 1, 2`),
      )
    expect(rebuilt.data).toStrictEqual(old.data)
    expect(await states(rebuilt.url)).toStrictEqual(await states(old.url))
    const audit = old.data.tables.find((table) => table.table.includes('"audit"'))
    expect(audit?.rows).toStrictEqual([['kept']])
  })

  test('an owner who is bound by his own policies can seed the table', async () => {
    const role = `seed_owner_${major}`
    const schema = `create table guarded (id int); alter table guarded enable row level security; alter table guarded force row level security;
      create policy nobody on guarded using (false)`
    const old = await buildData(major, schema, 'insert into guarded values (1)')
    const statements = seedStatements(old.data, null, old.model).map(({ sql }) => sql)
    const rebuilt = await buildData(
      major,
      `do $$ begin create role ${role}; exception when duplicate_object then null; end $$; grant create on schema public to ${role}; set role ${role}; ${schema}; ${statements.join('; ')}; reset role`,
      `set role ${role}; do $$ begin assert (select count(*) from guarded) = 0; end $$; reset role`,
    )
    expect(rebuilt.data).toStrictEqual(old.data)
  })

  test('rows that refer to each other in circles go in, whatever their keys are', async () => {
    const old = await buildData(major, CIRCLES, CIRCLE_ROWS)
    const rebuilt = await reseed(major, CIRCLES, old)
    expect(sorted(rebuilt.data)).toStrictEqual(sorted(old.data))
    expect(compareRows(old.data, rebuilt.data, null).findings).toStrictEqual([])
  })

  test('the tables can be altered in the same transaction, with deferred constraints still deferred', async () => {
    const old = await buildData(
      major,
      DEFERRED,
      'begin; insert into b values (1, 1); insert into a values (1); commit',
    )
    const statements = seedStatements(old.data, null, old.model).map(({ sql }) => sql)
    const later =
      'alter table b add column c int; insert into b values (2, 2); insert into a values (2)'
    const rebuilt = await buildData(
      major,
      DEFERRED,
      ['begin', ...statements, later, 'commit'].join(';\n'),
    )
    expect(rebuilt.data.tables.map((table) => table.rows.length)).toStrictEqual([2, 2])
  })

  test('partitions, identities, generated columns, hostile names and tables without columns', async () => {
    const old = await buildData(major, ODD, ODD_ROWS)
    const rebuilt = await reseed(major, ODD, old)
    expect(sorted(rebuilt.data)).toStrictEqual(sorted(old.data))
    expect(compareRows(old.data, rebuilt.data, null).findings).toStrictEqual([])
    expect(rebuilt.data.sequences).toStrictEqual(old.data.sequences)
    expect(old.data.sequences.map((state) => [state.lastValue, state.isCalled])).toStrictEqual(
      expect.arrayContaining([
        ['41', true],
        ['7', false],
        ['1', false],
        ['99', true],
      ]),
    )
    const [row] = await withConnection(rebuilt.url, { runId: 'x' }, (query) =>
      query(
        "select (select sum(total)::int from mv2) as total, (select relispopulated from pg_class where relname = 'late') as late",
      ),
    )
    expect(row).toStrictEqual({ total: 30, late: false })
  })

  test('12,000 rows come in batches and compare equal', async () => {
    const schema = 'create table big (id int primary key, parent int references big, name text)'
    const old = await buildData(
      major,
      schema,
      `insert into big select i, nullif(12001 - (12001 - i) / 2, 12001), repeat('x', 20) || i from generate_series(1, 12000) i order by random()`,
    )
    const rebuilt = await reseed(major, schema, old)
    expect(compareRows(old.data, rebuilt.data, null)).toStrictEqual({
      findings: [],
      counts: {
        rows: { old: 12000, rebuilt: 12000, equal: 12000, findings: 0 },
        'sequence-state': { old: 0, rebuilt: 0, equal: 0, findings: 0 },
      },
      notCompared: [],
    })
    const statements = seedStatements(old.data, null, old.model)
    expect(statements.length).toBe(24)
    expect(seedStatements(rebuilt.data, null, rebuilt.model)).toStrictEqual(statements)
  })

  test('what an extension keeps for people comes back, and nothing else of its tables', async () => {
    const rows = `insert into rules values (2, 'ours', false); select nextval('numbers')`
    const old = await buildData(major, CONFIGURED, rows)
    const bare = await buildData(major, CONFIGURED)
    expect(old.data.tables.map((table) => table.rows)).toStrictEqual([[['2', 'ours', 'f']]])
    const { findings } = compareRows(old.data, bare.data, null)
    const told = findings.map(({ address, attributes }) => [address.names, attributes[0]?.name])
    expect(told).toStrictEqual([
      [['public', 'rules'], 'rows'],
      [['public', 'numbers'], 'isCalled'],
    ])
    expect((await reseed(major, CONFIGURED, old)).data).toStrictEqual(old.data)
    expect(notCompared(old.model, bare.model, 'all')).toStrictEqual([
      'rows of tables that an extension made, and does not say are yours: public.cache, public.rules outside of where not rules.own',
    ])
    const named = await readData(old.url, 'named', ['public.rules'])
    expect(named.data.tables).toStrictEqual(old.data.tables)
  })

  test('only named tables are read, with the sequences they own', async () => {
    const server = testServer(major)
    const built = await buildData(
      major,
      'create table a (id serial); create table b (id serial); insert into a default values',
    )
    const { data } = await readData(built.url, server.runId, ['a'])
    expect(data.tables.map((table) => table.table)).toStrictEqual(['["table",["public","a"],[]]'])
    expect(data.sequences.map((state) => state.name)).toStrictEqual(['"public"."a_id_seq"'])
    await expect(readData(built.url, server.runId, ['nowhere'])).rejects.toThrow(
      /"nowhere".*no such table/,
    )
    await expect(readData(built.url, server.runId, 'none')).resolves.toMatchObject({
      data: { tables: [], sequences: [] },
    })
  })
})

const sorted = (data: SeedData): unknown =>
  data.tables.map((table) => ({
    ...table,
    rows: [...table.rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  }))

const GUARDED = `
  create table audit (what text);
  create table t (id int primary key, note text, changed timestamptz default now());
  create function touch() returns trigger language plpgsql as $$ begin new.note := 'touched'; return new; end $$;
  create function log() returns trigger language plpgsql as $$ begin insert into public.audit values (tg_name); return null; end $$;
  create trigger one before insert or update on t for each row execute function touch();
  create trigger two after insert on t for each row execute function log();
  create trigger three after insert on t for each statement execute function log();
  create trigger four after insert on t for each row execute function log();
  create constraint trigger five after insert on t deferrable initially deferred for each row execute function log();
  alter table t enable always trigger two; alter table t disable trigger four; alter table t enable replica trigger three;
  create rule r1 as on insert to t where new.id = 2 do instead nothing;
  create rule r2 as on insert to t do also insert into audit values ('rule');
  create rule r3 as on update to t do also insert into audit values ('rule');
  alter table t enable always rule r1; alter table t disable rule r3;
  alter table t enable row level security;
  create table p (id int, k int) partition by list (k);
  create table p1 partition of p for values in (1) ;
  create table p2 partition of p for values in (2) partition by list (id);
  create table p21 partition of p2 default;
  create trigger up after insert on p for each row execute function log();
  create trigger down after insert on p for each row execute function log();
  alter table p disable trigger down; alter table p1 enable always trigger down; alter table p21 disable trigger up`

const GUARDED_ROWS = `
  alter table t force row level security;
  set session_replication_role = replica;
  insert into t values (1, 'mine', '2020-01-01'); insert into t values (3, 'other', '2020-01-01');
  insert into p values (1, 1), (2, 2);
  delete from audit; insert into audit values ('kept'); set session_replication_role = origin`

const CIRCLES = `
  create table users (id uuid primary key, team int not null, boss uuid references users);
  create table teams (id int primary key, owner uuid not null references users, parent int references teams);
  alter table users add foreign key (team) references teams;
  create table rings (a int, b int, next_a int not null, next_b int not null, primary key (a, b), foreign key (next_a, next_b) references rings (a, b));
  create table leaves (id int primary key, team int references teams)`

const CIRCLE_ROWS = `
  begin; set constraints all deferred; set session_replication_role = replica;
  insert into users select ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, i % 3,
    ('00000000-0000-4000-8000-' || lpad(((i * 7) % 50)::text, 12, '0'))::uuid from generate_series(0, 49) i;
  insert into teams select i, ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, (i + 1) % 3 from generate_series(0, 2) i;
  insert into rings select i, -i, (i + 1) % 700, -((i + 1) % 700) from generate_series(0, 699) i;
  insert into leaves select i, i % 3 from generate_series(1, 1200) i;
  set session_replication_role = origin; commit`

const DEFERRED = `
  create table a (id int primary key deferrable initially deferred);
  create table a2 (id int);
  drop table a; create table a (id int primary key);
  create table b (id int, a int references a deferrable initially deferred); drop table a2`

const ODD = `
  create table part (id int generated always as identity, k int, total int generated always as (k * 10) stored, primary key (id, k)) partition by range (k);
  create table part_a partition of part for values from (0) to (10);
  create table part_b (k int not null, id int not null, total int generated always as (k * 10) stored);
  alter table part attach partition part_b default;
  create table child_of (extra text) inherits (part_a_plain_base);
  create table holder (part_id int, part_k int, foreign key (part_id, part_k) references part (id, k));
  create table none ();
  create table only_generated (g int generated always as (1) stored);
  create table always (id bigint generated always as identity (start 5), name text);
  create sequence untouched; create sequence started start 7; create sequence moved;
  create unlogged table "a.b ""c"" \\ ;--" ("__proto__" text, "constructor" int, "select" boolean, "\${x}" text);
  create materialized view mv2 as select id, total from part;
  create materialized view late as select 1 as one from part with no data`
  .replace(
    'create table child_of',
    'create table part_a_plain_base (id serial primary key, up int references part_a_plain_base); create table child_of',
  )
  .replace(
    'create materialized view mv2 as select id, total from part',
    'create materialized view zz as select id, total from part; create view mid as select * from zz; create materialized view mv2 as select * from mid',
  )
  .replace('as select 1 as one from part with', 'as select 1 as one from part with')

const ODD_ROWS = `
  insert into part (k) values (1), (2); insert into part overriding system value values (40, 0);
  insert into part_a_plain_base values (1, null), (3, 4), (4, 1); insert into child_of values (9, 1, 'x''y');
  insert into none default values; insert into none default values; insert into only_generated default values;
  insert into always overriding system value values (3, 'three'); insert into always (name) values ('five');
  insert into holder values (1, 1), (40, 0), (null, 5);
  insert into "a.b ""c"" \\ ;--" values ('__proto__', -1, true, E'\\u2028'), ('', null, false, '*/ -- \`\${x}\`');
  select setval('moved', 99); select setval('part_a_plain_base_id_seq', 41);
  refresh materialized view zz; refresh materialized view mv2`

/** As an extension's script does it by pg_extension_config_dump. */
const CONFIGURED = `
  create extension hstore;
  create table rules (id int primary key, txt text, own boolean); insert into rules values (1, 'own', true);
  create sequence numbers; create table cache (id int); insert into cache values (1);
  alter extension hstore add table rules; alter extension hstore add sequence numbers; alter extension hstore add table cache;
  update pg_extension set extconfig = array['rules', 'numbers']::regclass[], extcondition = array['where not rules.own', '']
    where extname = 'hstore'`

const TYPES = `
  create extension hstore; create extension citext; create extension ltree;
  create type mood as enum ('sad', 'it''s "ok"', '{x,y}');
  create type pair as (a int, b text, c char(4));
  create domain small as int check (value > 0);
  create table t (
    i int, s smallint, b bigint, n numeric, nf numeric(10,3), f4 real, f8 double precision, bo boolean, te text, v varchar(10),
    c char(5), ch "char", na name, by bytea, j json, jb jsonb, u uuid, d date, ts timestamp, tz timestamptz, ti time, tt timetz,
    iv interval, ivd interval day to second, inet inet, ci cidr, ma macaddr, m8 macaddr8, bi bit(3), vb varbit, p point, l line,
    ls lseg, bx box, pa path, po polygon, ci2 circle, x xml, xa xml[], mo money, moa money[], tv tsvector, tq tsquery,
    i4r int4range, nr numrange, tr tstzrange, dr daterange, mr int4multirange, ia int[], ta text[], ea mood[], e mood, pr pair,
    pra pair[], dm small, h hstore, ct citext, cta citext[], lt ltree, lq lquery, o oid, rc regclass, rt regtype, js jsonpath, lsn pg_lsn,
    ca char(3)[], f8a float8[], ba bytea[], ja jsonb[])`

const ROWS = `
  set TimeZone = 'America/New_York';
  insert into t values (1, -32768, -9223372036854775808, 'NaN', 1.500, 'NaN', 0.1::float8 + 0.2, true, E'a\\\\b\\'c\\n\\r\\t\\u2028 \${x} \`y\` */ -- ;', 'v ', 'ab', 'x', 'na',
    '\\\\x00ff27'::bytea, '{"a" :  1.0, "a": 2}', '{"b": 1.00, "a": "\\\\u00e9"}', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
    '0044-03-15 BC', 'infinity', '-infinity', '24:00:00', '12:00:00.123456-05:30', '-1 mons +2 days -03:04:05.000006', '-1 day 00:00:01.5',
    '10.0.0.1', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05', '101', '1', '(0.1,1e-300)', '{1,2,3}', '[(1,2),(3,4)]', '((3,4),(1,2))',
    '[(1,2),(3,4)]', '((1,2),(3,4))', '<(1,2),3>', '<?xml version="1.0" encoding="UTF-8"?><a  b=''c''/>', array['<?xml version="1.0"?><a/>'::xml, 'x<b/>'], -1234.56, '{1.5,NULL}',
    'a:1A fat:2B,4C ''it''''s''', '''a'' & !''b'':*', '[1,5)', '(,1.5]', '[2020-01-01 00:00:00+00,infinity)', 'empty', '{[1,3),[5,7)}', '[2:3]={4,5}', array['NULL', null, 'a"b\\\\', '', '{}'],
    array['it''s "ok"', '{x,y}']::mood[], 'it''s "ok"', row(1, 'a"b,c\\\\', 'z'), array[row(null, '', null)::pair], 7, '"a b"=>"c\\"d", k=>NULL', 'CaSe', '{A,b}', 'a.b.c', '*.x', 4294967295, 'pg_class', 'int[]', '$.a[*] ? (@ > 1)', 'FF/ABCDEF01',
    array['a', 'bcd'], '{1e-320,Infinity,-0}', array['\\\\x00'::bytea], array['{"a": null}'::jsonb]);
  insert into t (i) values (2);
  insert into t (i, n, f4, f8, te, c, ch, by, iv, d, tz, mo, x, pr, dm) values (3, '-0.00', 1.17549435e-38, -0.0, '', '     ', '', '', '178000000 years', 'infinity', '294276-12-31 23:59:59.999999+00', '-92233720368547758.08', '', row(null,null,null), 1)`
