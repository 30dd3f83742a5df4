import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { ident } from '../kinds/sql.ts'
import { connect } from '../postgres/connect.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { readSide } from '../proof/read-side.ts'
import type { Workspace } from '../proof/workspace.ts'
import { deployment, rowsOf, type Deployment } from '../testing/deployment.ts'
import { testServer } from '../testing/postgres.ts'
import { projectFolder } from '../testing/project-folder.ts'
import { migrated, versionOf } from '../testing/real-migrator.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { expectedOf } from './expected-schema.ts'
import type { LedgerRow } from './ledger-state.ts'
import { MIGRATOR_LOCK } from './ledger-steps.ts'
import { askerOf } from './next-migrate.ts'
import { stampBlock } from './stamp-sql.ts'
import { runStamp } from './stamp.ts'
import { statusOf, type DeploymentStatus } from './status.ts'
import { verdictOf } from './status-verdict.ts'

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))
const VERSIONS = ['kysely027', 'kysely', 'kysely029'] as const
const OLD = ['001_people', '002_works', '003_index']
const NEW = ['001_baseline', '002_seed_definitions']
const server = testServer(18)

const workspace: Workspace = {
  runId: server.runId,
  old: server,
  rebuilt: server,
  progress: () => {},
  signal: undefined,
  clean: async (clean) => clean,
}

/** A folder whose migrations must not run: what they do is seen. */
const folderOf = (names: readonly string[]): string =>
  projectFolder(
    Object.fromEntries(
      names.map((name) => [
        `${name}.mjs`,
        `export const up = async () => { throw new Error('${name} ran') }`,
      ]),
    ),
  )

interface Asked {
  readonly files?: readonly string[]
  readonly kysely?: string
  readonly plan?: StampPlan
  readonly ledger?: { readonly table?: string; readonly schema?: string }
}

/** The status; nothing of the deployment may have changed after it. */
async function statusAt(
  on: Deployment,
  { files = OLD, kysely = 'kysely', plan, ledger = {} }: Asked = {},
): Promise<DeploymentStatus> {
  const folder = folderOf(files)
  const before = await on.all()
  const status = await statusOf(on.url, {
    runId: newRunId(),
    files: files.map((name) => ({ name, file: `${name}.mjs` })),
    ledger,
    plan,
    ask: askerOf(workspace, {
      source: { from: 'migrations', folder },
      ledger,
      kysely: join(MODULES, kysely),
    }),
  })
  expect(await on.all()).toEqual(before)
  return status
}

const at = (name: string, timestamp: string): LedgerRow => ({ name, timestamp })

/** The states that a ledger may be in, and the folder that is asked about. */
const STATES: Readonly<Record<string, readonly [readonly LedgerRow[] | null, readonly string[]]>> =
  {
    'no ledger': [null, OLD],
    'all has run': [rowsOf(OLD), OLD],
    'two are to run': [rowsOf(OLD.slice(0, 1)), OLD],
    'old rows, new folder': [rowsOf(OLD), NEW],
    both: [rowsOf([...OLD, ...NEW]), [...OLD, ...NEW]],
    'one was passed': [rowsOf(['001_people', '003_index']), OLD],
    'another order': [rowsOf(['002_works', '001_people', '003_index']), OLD],
    'one moment': [
      [at('002_works', '2024-05-01T12:00:00.000Z'), at('001_people', '2024-05-01T12:00:00.000Z')],
      OLD,
    ],
    'no time': [[at('001_people', 'yesterday'), ...rowsOf(['002_works', '003_index'])], OLD],
    'the future': [[at('001_people', '2999-01-01T00:00:00.000Z'), ...rowsOf(['002_works'])], OLD],
  }

test.each(VERSIONS)(
  'what %s says of a copied ledger is what it does to the deployment afterwards, and no migration runs meanwhile',
  async (kysely) => {
    const version = await versionOf(kysely)
    const told: Record<string, unknown> = {}
    const done: Record<string, unknown> = {}
    for (const [state, [rows, files]] of Object.entries(STATES)) {
      const on = await deployment(server, rows)
      const status = await statusAt(on, { files, kysely })
      const next = status.reachable ? status.next : { says: 'unknown' as const, happened: '' }
      told[state] = next.says === 'runs' ? next.names : next.happened
      done[state] = await migrated(version, on, files, {})
    }
    expect(told).toEqual(done)
    const table = Object.entries(told).map(([state, said]) => [
      state,
      typeof said === 'string' ? 'refuses' : (said as string[]).length,
    ])
    expect(Object.fromEntries(table)).toEqual({
      'no ledger': 3,
      'all has run': 0,
      'two are to run': 2,
      'old rows, new folder': 'refuses',
      both: 'refuses',
      'one was passed': 'refuses',
      'another order': 'refuses',
      'one moment': 1,
      'no time': kysely === 'kysely029' ? 'refuses' : 0,
      'the future': 'refuses',
    })
  },
)

test('a ledger elsewhere, one in the search path, and what is not readable are told for what they are', async () => {
  const app = { table: 'kysely_migration', schema: 'app' }
  const elsewhere = await deployment(server, rowsOf(OLD), '', app)
  expect(await statusAt(elsewhere, { ledger: { schema: 'app' } })).toMatchObject({
    place: app,
    ledger: { rows: 3 },
    next: { says: 'runs', names: [] },
  })
  const unseen = await statusAt(elsewhere)
  expect(unseen).toMatchObject({ ledger: null, elsewhere: ['app'] })
  expect(verdictOf(unseen)).toMatchObject({ verdict: 'attention' })
  await elsewhere.query(
    `alter database ${ident(elsewhere.url.database)} set search_path = nowhere, app, public`,
  )
  expect(await statusAt(elsewhere)).toMatchObject({
    place: app,
    elsewhere: [],
    next: { says: 'runs', names: [] },
  })
  await elsewhere.query(
    `create role status_reader login password 'hunter2'; create view app.peek as select 1; grant usage on schema app to status_reader`,
  )
  const url = new DatabaseUrl(
    elsewhere.url.reveal().replace(/\/\/[^@]*@/, '//status_reader:hunter2@'),
  )
  const hidden = await statusAt({ ...elsewhere, url })
  expect(hidden).toMatchObject({
    ledger: { unreadable: expect.stringMatching(/permission denied/) },
    next: { says: 'unknown' },
  })
  expect(verdictOf(hidden).verdict).toBe('unknown')

  const seen = await deployment(server, null, 'create view kysely_migration as select 1 as name')
  expect(verdictOf(await statusAt(seen))).toMatchObject({ verdict: 'unknown' })
  const full = verdictOf(await statusAt(await deployment(server, [], 'create table people ()')))
  expect(full.attention).toEqual([expect.stringMatching(/holds 1 table/)])
  const broken = await statusAt(await deployment(server, rowsOf(OLD)), { files: ["001_x'"] })
  expect(verdictOf(broken)).toMatchObject({ verdict: 'unknown' })
})

test('whoever can not be reached is told with the reason, and without a password', async () => {
  const { url } = server
  const reasons: string[] = []
  for (const text of [
    url.withDatabase('nowhere').reveal(),
    'postgres://me:hunter2@localhost:1/x',
    url.reveal().replace(/\/\/[^@]*@/, '//nobody:hunter2@'),
  ]) {
    const status = await statusOf(new DatabaseUrl(text), {
      runId: newRunId(),
      files: [],
      ledger: {},
      ask: () => Promise.reject(new Error('not asked')),
    })
    if (status.reachable) throw new Error(`${text} was reached`)
    expect(verdictOf(status)).toMatchObject({ verdict: 'unknown', attention: [] })
    expect(JSON.stringify(status)).not.toContain('hunter2')
    reasons.push(status.code)
  }
  expect(reasons).toEqual(['database-missing', 'server-unreachable', 'login-refused'])
})

test('with an export the state, the schema, a running migrator and times that are none are told', async () => {
  const schema = 'create table people (id int primary key, name text)'
  const on = await deployment(server, rowsOf(OLD), schema)
  const { model } = await readSide(on.url, {
    runId: newRunId(),
    ledger: DEFAULT_LEDGER,
    seed: 'none',
  })
  const plan: StampPlan = {
    ledger: DEFAULT_LEDGER,
    archived: OLD,
    later: [],
    marked: NEW,
    schema: [
      { laterRun: [], variants: expectedOf({ old: model, rebuilt: model, volatile: new Set() }) },
    ],
  }
  const asked = { files: NEW, plan }
  const ready = await statusAt(on, asked)
  expect(ready).toMatchObject({
    state: { state: 'ready' },
    schema: { compared: true, differences: [] },
    ledger: { standing: { unknown: [], pending: [] } },
    next: { says: 'refuses' },
  })
  expect(verdictOf(ready)).toMatchObject({
    attention: [expect.stringMatching(/corrupted migrations/), expect.stringMatching(/stamp it/)],
  })
  expect(await runStamp(on.url, stampBlock(plan))).toMatchObject({ did: 'stamped' })
  const stamped = await statusAt(on, asked)
  expect(stamped).toMatchObject({ state: { state: 'stamped' }, next: { says: 'runs', names: [] } })
  expect(verdictOf(stamped)).toEqual({ verdict: 'fine', unknown: [], attention: [] })

  const since = `insert into kysely_migration values ('003_since', '2026-11-01T00:00:00.000Z')`
  await on.query(since)
  const later = await statusAt(on, { ...asked, files: [...NEW, '003_since'] })
  expect(later).toMatchObject({
    state: { state: 'stamped', since: ['003_since'] },
    schema: { compared: false, why: expect.stringMatching(/after the export/) },
  })
  expect(verdictOf(later)).toEqual({ verdict: 'fine', unknown: [], attention: [] })
  expect(verdictOf(await statusAt(on, asked)).verdict).toBe('attention')
  await on.query(`delete from kysely_migration where name = '003_since'`)

  await on.query(`alter table people add extra int;
    update kysely_migration set "timestamp" = '2999-01-01 00:00:00' where name = '002_seed_definitions';
    alter database ${ident(on.url.database)} set default_transaction_read_only = on`)
  const holder = await connect(on.url, newRunId())
  await holder.send(`select pg_advisory_lock(${MIGRATOR_LOCK})`)
  const { verdict, attention } = verdictOf(await statusAt(on, asked))
  await holder.close()
  expect([verdict, attention]).toEqual([
    'attention',
    [
      expect.stringMatching(/read-only/),
      expect.stringMatching(/A migrator holds its lock: process \d+ \(rebaseline/),
      'The schema is not what was proven: 1 object',
      'added: table column public.people.extra',
      expect.stringMatching(/not written as Kysely writes it.*: 002_seed_definitions/),
      expect.stringMatching(/later than the clock of the server: 002_seed_definitions/),
    ],
  ])
  const variants = plan.schema.map((each) => ({
    ...each,
    variants: each.variants.map((variant) => ({ ...variant, major: 17 })),
  }))
  const other = await statusAt(on, { ...asked, plan: { ...plan, schema: variants } })
  expect(verdictOf(other).unknown).toEqual([expect.stringMatching(/proven on PostgreSQL 17/)])
})
