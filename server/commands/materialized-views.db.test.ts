import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { withConnection } from '../postgres/session.ts'
import { documentOf } from '../testing/cli.ts'
import { hear, type Heard } from '../testing/hear.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

let server: string
beforeAll(() => {
  server = testServer(18).url.reveal()
})

/** A migration of each of these scripts. */
function folderOf(...scripts: readonly string[]): string {
  const files = scripts.map((script, place) => [
    `migrations/00${place + 1}_part.ts`,
    migration(`await run(${JSON.stringify(script)})`),
  ])
  return projectFolder({
    'package.json': '{ "type": "module" }',
    ...(Object.fromEntries(files) as Record<string, string>),
  })
}

const verify = (project: string, baseline: string): Promise<Heard> =>
  hear([
    'verify',
    '--migrations',
    join(project, 'migrations'),
    '--baseline',
    baseline,
    '--server',
    server,
    '--json',
  ])

const TABLE = 'create table t (a int primary key)'
const ROWS = 'insert into t values (1), (2), (3)'
const VIEW = 'create materialized view m as select a from t'

describe('what materialized views hold', () => {
  test('a baseline that fills the table after the view loses the rows of the view', async () => {
    const told = await verify(
      folderOf(TABLE, ROWS, VIEW),
      join(folderOf(TABLE, VIEW, ROWS), 'migrations'),
    )
    expect([told.code, documentOf(told)]).toMatchObject([
      1,
      {
        verdict: 'different',
        findings: [
          {
            class: 'structural',
            kind: 'rows',
            address: { type: 'materialized view', names: ['public', 'm'] },
            attributes: [{ name: 'rows', old: 3, rebuilt: 0 }, {}, {}, {}],
          },
        ],
      },
    ])
  })

  test('a seed that was written refreshes, and a lost REFRESH is named', async () => {
    const project = folderOf(
      'create table t (id uuid primary key default gen_random_uuid(), at timestamptz default clock_timestamp(), n int); insert into t (n) values (1), (2)',
      'create materialized view m as select id, at, n from t; create materialized view n as select count(*) from m; create materialized view empty as select 1 with no data',
    )
    const out = join(project, 'out')
    const words = ['generate', '--migrations', join(project, 'migrations'), '--out', out]
    const generated = await hear([...words, '--server', server, '--json'])
    expect([generated.code, documentOf(generated)]).toMatchObject([
      0,
      { verdict: 'acceptable', notCompared: [] },
    ])
    const file = join(out, '002_seed_definitions.ts')
    const text = readFileSync(file, 'utf8')
    const refresh = '  await sql`REFRESH MATERIALIZED VIEW "public"."m"`.execute(db)\n'
    expect(text).toContain(refresh)
    writeFileSync(file, text.replace(refresh, ''))
    const told = await verify(project, out)
    expect(told.code).toBe(1)
    const { findings } = documentOf(told) as {
      findings: { class: string; address: { names: string[] }; attributes: unknown[] }[]
    }
    expect(
      findings
        .filter((finding) => finding.class === 'structural')
        .map(({ address, attributes }) => [address.names[1], attributes[0]]),
    ).toStrictEqual([
      ['m', { name: 'rows', old: 2, rebuilt: 0 }],
      ['n', { name: 'row (count=2) missing', old: 'count=2', rebuilt: null }],
    ])
  })

  test('what the old folder itself did not refresh is told as that, and no more is forgiven', async () => {
    const old = folderOf(TABLE, VIEW, ROWS)
    const whole = await verify(old, join(folderOf(TABLE, ROWS, VIEW), 'migrations'))
    expect([whole.code, documentOf(whole)]).toMatchObject([
      0,
      {
        verdict: 'acceptable',
        findings: [
          { class: 'stale', attributes: [{ name: 'rows', old: 0, rebuilt: 3 }, {}, {}, {}] },
        ],
      },
    ])
    const less = await verify(
      old,
      join(
        folderOf(TABLE, 'insert into t values (1)', VIEW, 'insert into t values (2), (3)'),
        'migrations',
      ),
    )
    expect([less.code, documentOf(less)]).toMatchObject([
      1,
      { findings: [{ class: 'structural' }] },
    ])
  })

  test('contents that no build gives twice are named', async () => {
    const project = folderOf(
      TABLE,
      ROWS,
      `${VIEW}; create materialized view w as select g from generate_series(1, (select oid::int8 % 997 from pg_database where datname = current_database())) g`,
    )
    const told = await verify(project, join(project, 'migrations'))
    expect(documentOf(told)).toMatchObject({
      notCompared: [
        'contents of materialized view public.w: two builds of the old folder differ in more than values',
      ],
    })
  })

  test('of a live database they are read by name alone', async () => {
    const scratch = testServer(18)
    const urls = await Promise.all(
      [`${TABLE}; ${ROWS}; ${VIEW}`, `${TABLE}; ${VIEW}; ${ROWS}`].map(async (sql) => {
        const { url } = await testDatabase(scratch)
        await withConnection(url, scratch, (query) => query(sql))
        return url.reveal()
      }),
    )
    const words = ['compare', ...urls, '--json']
    const [none, table, view] = await Promise.all([
      hear(words),
      hear([...words, '--seed', 't']),
      hear([...words, '--seed', 't,m']),
    ])
    expect(documentOf(none)).toMatchObject({
      notCompared: [
        'rows: none was named with --seed, so none was read',
        'contents of materialized views: public.m',
      ],
    })
    expect(documentOf(table)).toMatchObject({
      notCompared: ['rows of other tables than t', 'contents of materialized views: public.m'],
    })
    expect([view.code, documentOf(view)]).toMatchObject([
      1,
      { findings: [{ kind: 'rows', address: { names: ['public', 'm'] } }] },
    ])
  })
})
