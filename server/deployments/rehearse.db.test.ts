import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { connect } from '../postgres/connect.ts'
import { newRunId } from '../postgres/run-id.ts'
import { withConnection } from '../postgres/session.ts'
import type { Server } from '../postgres/engine.ts'
import { readSide } from '../proof/read-side.ts'
import type { Run } from '../proof/workspace.ts'
import { deployment, rowsOf, type Deployment } from '../testing/deployment.ts'
import { testServer } from '../testing/postgres.ts'
import { projectFolder } from '../testing/project-folder.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { expectedOf } from './expected-schema.ts'
import { MIGRATOR_LOCK } from './ledger-steps.ts'
import type { RehearseOptions } from './rehearsal-steps.ts'
import { rehearse, type Rehearsal } from './rehearse.ts'
import { stampBlock } from './stamp-sql.ts'
import { runStamp } from './stamp.ts'

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))
const OLD = ['001_people', '002_works']
const NEW = ['001_baseline', '002_seed_definitions']
const LATER = ['003_more', '004_most']
const SCHEMA = `create schema app; create table app.people (id int primary key, name text); create view works as select id from app.people`
const MORE = 'create table more (id int)'

/** A migration that sends this, in a file that any Kysely loads. */
const sends = (sql: string): string =>
  `export const up = (db) => db.executeQuery({ sql: ${JSON.stringify(sql)}, parameters: [], query: { kind: 'RawNode', sqlFragments: [''], parameters: [] } })\n`

const TEXTS: Readonly<Record<string, string>> = {
  '001_baseline': sends(SCHEMA),
  '002_seed_definitions': sends(`insert into app.people values (1, 'Ada')`),
  '003_more': sends(MORE),
  '004_most': sends(`select 'rows of theirs'::int`),
}

/** The folder that an export left, with these later files. */
const folderWith = (later: readonly string[]): string =>
  projectFolder(
    Object.fromEntries([...NEW, ...later].map((name) => [`${name}.mjs`, TEXTS[name] ?? ''])),
  )

/** None of these may run again. */
const ARCHIVE = projectFolder(
  Object.fromEntries(OLD.map((name) => [`${name}.mjs`, sends('select 1 / 0')])),
)

const files = (names: readonly string[]): string[] => names.map((name) => `${name}.mjs`)

const plans = new Map<Server, Promise<StampPlan>>()
const planOn = (server: Server): Promise<StampPlan> => {
  const plan = plans.get(server) ?? planFor(server)
  plans.set(server, plan)
  return plan
}

async function planFor(server: Server): Promise<StampPlan> {
  const variantsOf = async (sql: string) => {
    const { url } = await deployment(server, [], sql)
    const { model } = await readSide(url, {
      runId: newRunId(),
      ledger: DEFAULT_LEDGER,
      seed: 'none',
    })
    return expectedOf({ old: model, rebuilt: model, volatile: new Set() })
  }
  return {
    ledger: DEFAULT_LEDGER,
    archived: OLD,
    later: LATER,
    marked: NEW,
    schema: [
      { laterRun: [], variants: await variantsOf(SCHEMA) },
      { laterRun: ['003_more'], variants: await variantsOf(`${SCHEMA}; ${MORE}`) },
    ],
  }
}

/** What stands on a server beside the databases of the tests. */
const leftOn = (server: Server): Promise<unknown> =>
  withConnection(server.url, { runId: newRunId() }, (query) =>
    query(`select datname as name from pg_database where datname not like '%\\_test%'
      union all select rolname from pg_roles order by 1`),
  )

/** The rehearsal; afterwards the deployment and its server are what they were. */
async function rehearsed(
  server: Server,
  on: Pick<Deployment, 'url' | 'all'>,
  {
    signal,
    ...told
  }: Partial<RehearseOptions> & Pick<RehearseOptions, 'plan'> & { signal?: AbortSignal },
): Promise<Rehearsal> {
  const before = [await on.all(), await leftOn(server)]
  const runId = newRunId()
  const workspace = {
    runId,
    old: server,
    rebuilt: server,
    progress: () => {},
    signal,
    clean: async (clean: Server) => clean,
  }
  const run: Run = {
    runId,
    progress: () => signal?.throwIfAborted(),
    workspace: async () => workspace,
  }
  try {
    return await rehearse(run, on.url, {
      source: { from: 'migrations', folder: folderWith(LATER) },
      later: files(LATER),
      archived: { folder: ARCHIVE, files: files(OLD) },
      ledger: {},
      kysely: join(MODULES, 'kysely'),
      ...told,
    })
  } finally {
    expect([await on.all(), await leftOn(server)]).toEqual(before)
  }
}

const gotOf = ({ verdict, steps }: Rehearsal): unknown => [
  verdict,
  ...steps.map(({ got, ok }) => `${ok}: ${got}`),
]

const at = (text: string | RegExp): unknown => expect.stringMatching(text)

describe.each([15, 18] as const)('on Postgres %i', (major) => {
  test.each([
    ['kysely027', LATER, [], SCHEMA, '003_more, 004_most run'],
    ['kysely', LATER, ['003_more'], `${SCHEMA}; ${MORE}`, '004_most runs'],
    ['kysely029', ['003_more'], ['003_more'], `${SCHEMA}; ${MORE}`, null],
  ] as const)(
    'a deployment that can be moved over passes each step with %s, wherever behind the line it stands',
    async (kysely, later, laterRun, sql, pending) => {
      const server = testServer(major)
      const on = await deployment(
        server,
        rowsOf([...OLD, ...laterRun]),
        `${sql}; insert into app.people values (7, 'theirs'); create schema monitoring`,
      )
      const told = await rehearsed(server, on, {
        plan: await planOn(server),
        source: { from: 'migrations', folder: folderWith(later) },
        kysely: join(MODULES, kysely),
      })
      expect(gotOf(told)).toEqual([
        'passed',
        at(/^true: PostgreSQL .*as it was proven; ignored: schema monitoring$/),
        'true: made',
        'true: stamped',
        at(/^true: Kysely 0\.\d+\.\d+: nothing runs$/),
        ...(pending === null ? [] : [at(`^true: Kysely .*: ${pending}$`)]),
        at(/^true: Kysely .*: rebaseline_probe runs$/),
        'true: unstamped, with the same rows',
        at(/^true: Kysely .*: nothing runs$/),
      ])
    },
  )
})

test('whatever a stamp would refuse fails with its own words, and nothing is left of it', async () => {
  const server = testServer(18)
  const plan = await planOn(server)
  const failed = async (rows: Parameters<typeof deployment>[1], sql = SCHEMA) => {
    const on = await deployment(server, rows, sql)
    const told = await rehearsed(server, on, { plan })
    expect(told.verdict).toBe('failed')
    const stamped = await runStamp(on.url, stampBlock(plan))
    if (stamped.did !== 'refused') throw new Error('a stamp would do it')
    const last = told.steps.at(-1)
    expect(last).toMatchObject({ ok: false })
    for (const line of [stamped.happened, ...(stamped.detail ?? '').split('\n'), stamped.help]) {
      expect(last?.got).toContain(line)
    }
    return stamped.why
  }
  expect(await failed(null)).toBe('no-ledger')
  expect(await failed(rowsOf(OLD.slice(0, 1)))).toBe('behind')
  expect(await failed(rowsOf([...OLD, '009_theirs']))).toBe('foreign')
  expect(await failed(rowsOf([...OLD, '004_most']))).toBe('between')
  expect(await failed(rowsOf([...OLD, ...NEW]))).toBe('mixed')
  const drift = 'alter table app.people add extra int; create table theirs ()'
  expect(await failed(rowsOf(OLD), `${SCHEMA}; ${drift}`)).toBe('schema')
  const many = Array.from({ length: 23 }, (_, i) => `create table t${i} ()`).join(';')
  expect(await failed(rowsOf(OLD), `${SCHEMA}; ${many}`)).toBe('schema')
})

test('a migrator that would do more than it should is seen: one that runs the seed again, or refuses', async () => {
  const server = testServer(18)
  const plan = await planOn(server)
  const on = await deployment(server, rowsOf(OLD), SCHEMA)
  const seed = await rehearsed(server, on, { plan: { ...plan, marked: NEW.slice(0, 1) } })
  expect(gotOf(seed)).toEqual([
    'failed',
    expect.anything(),
    'true: made',
    'true: stamped',
    at(/^false: Kysely .* ran 002_seed_definitions, which failed: .*duplicate key/),
  ])
  const gone = { folder: ARCHIVE, files: files(OLD.slice(1)) }
  const lost = await rehearsed(server, on, { plan, archived: gone })
  expect([lost.verdict, lost.steps.at(-1)?.got]).toEqual([
    'failed',
    at(/^Kysely .* refuses: corrupted migrations: .*001_people is missing/),
  ])
})

test('what can not be tried is never taken for passed: another major, a folder that does not load, one that is stamped', async () => {
  const server = testServer(18)
  const plan = await planOn(server)
  const on = await deployment(server, rowsOf(OLD), SCHEMA)
  const untold = async (told: Promise<Rehearsal>): Promise<string | undefined> => {
    const { verdict, steps } = await told
    expect([verdict, steps.at(-1)?.ok]).toEqual(['could not tell', null])
    return steps.at(-1)?.got
  }
  expect(await untold(rehearsed(testServer(15), on, { plan }))).toMatch(
    /scratch server is PostgreSQL 15, and the deployment is 18/,
  )
  const broken = projectFolder({
    '001_baseline.mjs': 'export const up = (',
    '002_seed_definitions.mjs': sends('select 1'),
  })
  const source = { from: 'migrations', folder: broken } as const
  expect(await untold(rehearsed(server, on, { plan, source, later: [] }))).toMatch(/001_baseline/)

  const holder = await connect(on.url, newRunId())
  await holder.send(`select pg_advisory_lock(${MIGRATOR_LOCK})`)
  const busy = await rehearsed(server, on, { plan })
  await holder.close()
  expect(gotOf(busy)).toEqual(['failed', at(/^false: A migrator holds its lock/)])

  const stop = new AbortController()
  const cancelled = rehearsed(server, on, { plan, signal: stop.signal })
  setTimeout(() => stop.abort(), 300)
  await expect(cancelled).rejects.toThrow(/abort|cancel/i)

  await runStamp(on.url, stampBlock(plan))
  expect(await untold(rehearsed(server, on, { plan }))).toMatch(/stamped already/)
})
