import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { countBuilds, migration, projectFolder } from '../testing/project-folder.ts'
import { testServer } from '../testing/postgres.ts'
import type { Comparison } from '../../shared/finding.ts'
import { compareSources } from './compare-sources.ts'
import type { Run, Workspace } from './workspace.ts'

let run: Run

beforeAll(() => {
  const server = testServer(18)
  const { runId } = server
  const workspace: Workspace = {
    runId,
    old: server,
    rebuilt: server,
    progress: () => {},
    signal: undefined,
    clean: () => Promise.resolve(server),
  }
  run = { runId, progress: () => {}, workspace: () => Promise.resolve(workspace) }
})

/** Two folders of one migration each, whose SQL is the inside of a template; in it `random` is another number in each build. */
async function compared(old: string, rebuilt: string): Promise<Comparison> {
  const now = 'const now = new Date().toISOString()'
  const values = `${countBuilds()}const random = 123456789 + 987654 * build\n${now}\n`
  const sides = [old, rebuilt].map((sql) => ({
    from: 'migrations' as const,
    folder: join(projectFolder({ 'm/001_a.ts': migration(`${values}await run(\`${sql}\`)`) }), 'm'),
  }))
  const [left, right] = sides
  if (!left || !right) throw new Error('two sides')
  const options = { ledger: DEFAULT_LEDGER, seed: 'all' } as const
  return (await compareSources(run, left, right, options)).comparison
}

const told = ({ findings }: Comparison): string[] =>
  findings.map((finding) => `${finding.class} ${finding.address.names.join('.')}`).sort()

describe('beside a volatile literal', () => {
  const TABLE = 'create table t (id int, tenant int, s text, at timestamptz);'
  const CASES: readonly (readonly [string, string, string, string])[] = [
    ['public.t.p', "create policy p on t using (tenant = % and at < '${now}')", '7', '8'],
    ['public.t.k', "alter table t add constraint k check (at > '${now}' and id > %)", '0', '1'],
    ['public.i', "create index i on t (id) where at > '${now}' and s = '%'", 'a', 'b'],
    ['public.v', "create view v as select id from t where s = '%' and at > '${now}'", 'a', 'b'],
    [
      'public.f',
      "create function f() returns int language sql begin atomic select length('${now}') + %; end",
      '1',
      '2',
    ],
    ['public.t.s', "alter table t alter s set default '%' || '${now}'", 'a', 'b'],
  ]
  test('another constant is a difference, and another moment is not', async () => {
    const sql = (at: 2 | 3): string =>
      TABLE + CASES.map((each) => each[1].replace('%', each[at])).join(';')
    const names = CASES.map(([name]) => name).sort()
    expect(told(await compared(sql(2), sql(3)))).toStrictEqual(
      names.map((name) => `structural ${name}`),
    )
    expect(told(await compared(sql(2), sql(2)))).toStrictEqual(
      names.map((name) => `volatile ${name}`),
    )
  }, 300_000)
})

describe('what only each build of the rebuilt side makes anew', () => {
  const CASES: readonly (readonly [string, string, string])[] = [
    ['public.t.a', 'create table t (a int default 3)', 'create table t (a int default ${random})'],
    [
      'public.v',
      "create view v as select '2020-01-01T00:00:00.000Z'::text b",
      "create view v as select '${now}'::text b",
    ],
    [
      'public.r',
      "create table r (id int primary key, at timestamptz default now()); insert into r values (1, '2020-01-01')",
      'create table r (id int primary key, at timestamptz default now()); insert into r values (1)',
    ],
    [
      'public.s',
      'create sequence s start 5',
      "create sequence s start 5; select setval('s', ${random})",
    ],
  ]
  test('is a difference, and is told to be made anew; mirrored it is volatile', async () => {
    const [steady, anew] = [1, 2].map((at) => CASES.map((each) => each[at]).join(';'))
    const names = CASES.map(([name]) => name).sort()
    const different = await compared(steady ?? '', anew ?? '')
    expect(different.verdict).toBe('different')
    expect(told(different)).toStrictEqual(names.map((name) => `structural ${name}`))
    for (const { note } of different.findings) {
      expect(note).toContain('Two builds of the rebuilt side differ here as well')
    }
    const volatile = await compared(anew ?? '', steady ?? '')
    expect(told(volatile)).toStrictEqual(names.map((name) => `volatile ${name}`))
    for (const { note } of volatile.findings) expect(note).toMatch(/builds? of the old folder/)
  }, 300_000)
})

describe('two builds of the old folder', () => {
  test('may give another comment and another name of a constraint, and nothing else stops', async () => {
    const sql = `create table t (a int); comment on table t is 'built \${now} by ann';
      alter table t add constraint k\${random} check (a > 0)`
    expect(told(await compared(sql, sql.replace('ann', 'bob')))).toStrictEqual([
      'comment public.t',
      expect.stringMatching(/^name public\.t\.k\d+$/),
    ])
    const same = await compared(sql, sql)
    expect(told(same)).toStrictEqual([
      expect.stringMatching(/^name public\.t\.k\d+$/),
      'volatile public.t',
    ])
  }, 300_000)

  test('that differ in more are told with what differs', async () => {
    const sql = 'create table t (a int); alter table t alter a set statistics ${1 + (random % 999)}'
    await expect(compared(sql, sql)).rejects.toThrow(
      'it builds two different databases: table column public.t.a (changed: statistics)',
    )
    const role = 'create table t (a varchar(${1 + (random % 9999)}), b text)'
    await expect(compared(role, role)).rejects.toThrow('public.t.a (changed: type)')
  }, 300_000)
})

const DAY_MS = 86_400_000

/** All builds of a test are of one day. */
async function midnightPassed(): Promise<void> {
  const left = DAY_MS - (Date.now() % DAY_MS)
  if (left < 60_000) await wait(left + 100)
}

test('what may be the day of the build is told, and is a constant all the same', async () => {
  await midnightPassed()
  const sql = `create table d (id int primary key, day date default current_date, year int default extract(year from now()),
      at timestamptz default date_trunc('day', now()), other date default '2001-02-03', n int default 7);
    insert into d (id) values (1), (2);
    alter table d alter other set default '\${now.slice(0, 10)}'`
  const same = await compared(sql, sql)
  expect(same.verdict).toBe('equal')
  const day =
    ': it is the day both builds of the folder ran on, and a build on another day may hold another one'
  expect(same.notCompared).toStrictEqual([
    `whether the date in default value public.d.other is a constant${day}`,
    `whether what table column public.d.day, whose default is CURRENT_DATE, holds in 2 rows is a constant${day}`,
    `whether what table column public.d.year, whose default is EXTRACT(year FROM now()), holds in 2 rows is a constant${day}`,
    `whether what table column public.d.at, whose default is date_trunc('day'::text, now()), holds in 2 rows is a constant${day}`,
  ])
  const other = await compared(sql, `${sql}; update d set day = day - 1 where id = 2`)
  expect(told(other)).toStrictEqual(['structural public.d'])
}, 300_000)
