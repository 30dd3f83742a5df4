import pg from 'pg'
import { expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { deployment, noSchema, rowsOf, type Deployment } from '../testing/deployment.ts'
import { testServer } from '../testing/postgres.ts'
import { migrated, versionOf } from '../testing/real-migrator.ts'
import { ledgerStateOf, type LedgerRow } from './ledger-state.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { backupTableOf } from './backup-table.ts'
import { stampBlock, stampSql } from './stamp-sql.ts'
import { runStamp, type StampResult } from './stamp.ts'
import { unstampBlock, unstampSql } from './unstamp-sql.ts'

const ARCHIVED = ['001_people', '002_works', '003_index']
const PLAN: StampPlan = {
  ledger: DEFAULT_LEDGER,
  archived: ARCHIVED,
  later: [],
  marked: ['001_baseline', '002_seed_definitions'],
  schema: [noSchema()],
}
const LATER: StampPlan = {
  ...PLAN,
  later: ['010_later', '011_more', '012_last'],
  schema: [noSchema(), noSchema('010_later'), noSchema('010_later', '011_more', '012_last')],
}

const stamp = ({ url }: Deployment, plan = PLAN): Promise<StampResult> =>
  runStamp(url, stampBlock(plan))
const unstamp = ({ url }: Deployment, plan = PLAN): Promise<StampResult> =>
  runStamp(url, unstampBlock(plan))

test.each([
  [15, 'kysely027'],
  [18, 'kysely027'],
  [15, 'kysely'],
  [18, 'kysely029'],
  [18, 'kysely030'],
] as const)(
  'on Postgres %i, a stamp makes the migrator of %s take baseline and seed as run, and an unstamp the old files',
  async (major, name) => {
    const version = await versionOf(name)
    const on = await deployment(testServer(major), null)
    expect(await migrated(version, on, ARCHIVED)).toEqual(ARCHIVED)
    const before = await on.rows()
    expect(await migrated(version, on, PLAN.marked)).toMatch(/corrupted migrations/)

    expect(await stamp(on)).toMatchObject({ did: 'stamped', replaced: 3 })
    expect(await migrated(version, on, PLAN.marked)).toEqual([])
    expect(await migrated(version, on, ARCHIVED)).toMatch(/corrupted migrations/)
    expect(await stamp(on)).toEqual({ did: 'already' })

    expect(await unstamp(on)).toEqual({ did: 'unstamped' })
    expect(await on.rows()).toEqual(before)
    expect(await migrated(version, on, ARCHIVED)).toEqual([])
    expect(await unstamp(on)).toEqual({ did: 'already' })

    expect(await stamp(on)).toMatchObject({ did: 'stamped' })
    const probe = [...PLAN.marked, '003_probe']
    expect(await migrated(version, on, probe)).toEqual(['003_probe'])
    expect(await migrated(version, on, probe)).toEqual([])
    const changed = await on.all()
    expect(await unstamp(on)).toMatchObject({ did: 'refused', why: 'ran-since' })
    expect(await on.all()).toEqual(changed)
  },
)

const row = (name: string, timestamp = '2024-05-01T12:00:00.000Z'): LedgerRow => ({
  name,
  timestamp,
})

/** Ledgers, and what is done with them: the pure decision and the database's own are the same. */
const LEDGERS: readonly (readonly [string, readonly LedgerRow[] | null, string, string])[] = [
  ['no ledger', null, 'absent', 'no-ledger'],
  ['an empty one', [], 'fresh', 'no-ledger'],
  ['all that is archived', rowsOf(ARCHIVED), 'ready', 'stamped'],
  ['in another order', rowsOf(ARCHIVED.toReversed()), 'ready', 'stamped'],
  ['and one later file', rowsOf([...ARCHIVED, '010_later']), 'ready', 'stamped'],
  ['and two of three', rowsOf([...ARCHIVED, '010_later', '011_more']), 'between', 'between'],
  ['and all later files', rowsOf([...ARCHIVED, ...LATER.later]), 'ready', 'stamped'],
  ['without the last', rowsOf(ARCHIVED.slice(0, 2)), 'behind', 'behind'],
  ['without the last, with a later', rowsOf(['001_people', '010_later']), 'behind', 'behind'],
  ['later files alone', rowsOf(['010_later']), 'behind', 'behind'],
  ['an unknown row', rowsOf([...ARCHIVED, '004_hotfix']), 'foreign', 'foreign'],
  ['a name in other letters', rowsOf(['001_People', ...ARCHIVED.slice(1)]), 'foreign', 'foreign'],
  ['baseline and seed', rowsOf(PLAN.marked), 'stamped', 'already'],
  ['these and a later file', rowsOf([...PLAN.marked, '010_later']), 'stamped', 'already'],
  ['these and what came since', rowsOf([...PLAN.marked, '020_new']), 'stamped', 'already'],
  [
    'these, what came since and an archived one',
    rowsOf([...PLAN.marked, '020_new', '001_people']),
    'foreign',
    'foreign',
  ],
  ['baseline without seed', rowsOf(['001_baseline']), 'mixed', 'mixed'],
  ['seed without baseline', rowsOf(['002_seed_definitions']), 'mixed', 'mixed'],
  ['both folders', rowsOf([...ARCHIVED, ...PLAN.marked]), 'mixed', 'mixed'],
  ['both in half', rowsOf(['001_people', '001_baseline']), 'mixed', 'mixed'],
  ['equal timestamps', ARCHIVED.map((name) => row(name)), 'ready', 'stamped'],
  [
    'timestamps that are none',
    ARCHIVED.map((name, at) => row(name, ['', '2024-02-31T25:00:00Z', '1. Mai'][at])),
    'ready',
    'stamped',
  ],
  [
    'timestamps in the future',
    ARCHIVED.map((name) => row(name, '2999-01-01T00:00:00.000Z')),
    'ready',
    'stamped',
  ],
  [
    'a later file without a moment',
    [...rowsOf(ARCHIVED), row('010_later', 'yesterday')],
    'ready',
    'timestamp',
  ],
  [
    'a later file that sorts first',
    [...rowsOf(ARCHIVED), row('010_later', '2020-01-01T00:00:00.000Z')],
    'ready',
    'stamped',
  ],
]

test('what is decided of a ledger is the same in the program and in the database, and a refusal changes nothing', async () => {
  const version = await versionOf('kysely')
  for (const [what, rows, state, outcome] of LEDGERS) {
    const on = await deployment(testServer(18), rows)
    const before = await on.all()
    expect([what, ledgerStateOf(rows, LATER).state]).toEqual([what, state])
    const result = await stamp(on, LATER)
    const { did } = result
    expect([what, did === 'refused' ? result.why : did, result]).toEqual([what, outcome, result])
    if (did !== 'stamped') {
      expect([what, await on.all()]).toEqual([what, before])
      continue
    }
    const after = await on.rows()
    expect([what, after.slice(0, 2).map(({ name }) => name)]).toEqual([what, [...LATER.marked]])
    expect(ledgerStateOf(after, LATER).state).toBe('stamped')
    const [baseline, seed, ...kept] = after.map(({ timestamp }) => Date.parse(timestamp ?? ''))
    expect(baseline).toBeLessThan(seed ?? 0)
    expect(seed).toBeLessThanOrEqual(Date.now())
    for (const each of kept) expect(seed).toBeLessThan(each)
    const ran = new Set(after.map(({ name }) => name))
    const missing = LATER.later.filter((name) => !ran.has(name))
    expect(await migrated(version, on, [...LATER.marked, ...LATER.later, '020_new'])).toEqual([
      ...missing,
      '020_new',
    ])
  }
})

test('an unstamp puts back every row exactly, and refuses what it can not put back', async () => {
  const rows = [...rowsOf(ARCHIVED).toReversed(), row('010_later')]
  const on = await deployment(testServer(18), rows)
  const backup = `public.${backupTableOf(LATER)}`
  const before = await on.rows()
  const refused = async (why: string, sql: string, back: string): Promise<void> => {
    await on.query(sql)
    const state = await on.all()
    expect([sql, await unstamp(on, LATER)]).toMatchObject([sql, { did: 'refused', why }])
    expect(await on.all()).toEqual(state)
    await on.query(back)
  }
  await stamp(on, LATER)
  await refused(
    'ran-since',
    `insert into kysely_migration values ('011_more', '2026-01-01T00:00:00.000Z')`,
    `delete from kysely_migration where name = '011_more'`,
  )
  await refused(
    'ran-since',
    `update kysely_migration set name = '010_Later' where name = '010_later'`,
    `update kysely_migration set name = '010_later' where name = '010_Later'`,
  )
  await refused(
    'backup',
    `update ${backup} set name = '001_persons' where name = '001_people'`,
    `update ${backup} set name = '001_people' where name = '001_persons'`,
  )
  await refused(
    'backup',
    `alter table ${backup} rename to hidden`,
    `alter table hidden rename to ${backupTableOf(LATER)}`,
  )
  await refused(
    'backup',
    `alter table kysely_migration add who text default current_user`,
    `alter table kysely_migration drop who`,
  )
  expect(await unstamp(on, LATER)).toEqual({ did: 'unstamped' })
  expect(await on.rows()).toEqual(before)
})

const HOSTILE = [
  `it's`,
  'a"b',
  '$rebaseline$',
  '$$',
  `\\'); drop table x; --`,
  ":name :'name'",
  'é😀\u2028',
  'line\nbreak\ttab\r',
  '%I %s %',
  '${x}`',
  '*/ /* --',
]
const HOSTILE_PLAN: StampPlan = {
  ledger: { table: 'my.Ledger "x"é😀'.padEnd(50, '_'), schema: `sch'ema "é`, lockTable: 'it"s' },
  archived: HOSTILE.map((name, at) => `${at}_${name}`),
  later: HOSTILE.map((name, at) => `8${at}_${name}`),
  marked: [`001_${HOSTILE[3]}'baseline`, `002_${HOSTILE[4]}`],
  schema: [noSchema(...HOSTILE.map((name, at) => `8${at}_${name}`).slice(3))],
}

test('hostile names and settings change nothing of what a stamp does, and its file is plain ASCII', async () => {
  const rows = rowsOf([...HOSTILE_PLAN.archived, ...HOSTILE_PLAN.later.slice(3)])
  const on = await deployment(testServer(18), rows, '', HOSTILE_PLAN.ledger)
  const before = await on.rows()
  const database = `"${on.url.database}"`
  await on.query(`alter database ${database} set search_path = evil, public;
    alter database ${database} set standard_conforming_strings = off;
    alter database ${database} set DateStyle = 'SQL, DMY';
    alter database ${database} set TimeZone = 'Asia/Kathmandu';
    alter database ${database} set default_transaction_read_only = on;
    alter database ${database} set default_transaction_isolation = 'serializable';
    alter database ${database} set client_min_messages = error;
    alter database ${database} set quote_all_identifiers = on`)
  for (const file of [stampSql(HOSTILE_PLAN), unstampSql(HOSTILE_PLAN)]) {
    expect(file).toMatch(/^[\n -~]*$/)
  }
  expect(await stamp(on, HOSTILE_PLAN)).toMatchObject({ did: 'stamped' })
  expect((await on.rows()).map(({ name }) => name)).toEqual([
    ...HOSTILE_PLAN.marked,
    ...HOSTILE_PLAN.later.slice(3),
  ])
  expect(await stamp(on, HOSTILE_PLAN)).toEqual({ did: 'already' })
  expect(await unstamp(on, HOSTILE_PLAN)).toEqual({ did: 'unstamped' })
  expect(await on.rows()).toEqual(before)
})

/** Sends a file as psql does, statement by statement in the simple protocol, and gives what the server told. */
async function sentFile({ url }: Deployment, ...texts: readonly string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url.reveal() })
  const told: string[] = []
  client.on('notice', ({ message }) => told.push(String(message)))
  await client.connect()
  try {
    for (const text of texts) await client.query(text)
  } catch (error) {
    const { code, message, hint } = error as pg.DatabaseError
    told.push(`${code} ${message} (${hint})`)
  } finally {
    await client.end()
  }
  return told
}

test('stamp.sql and unstamp.sql do the same alone and inside a transaction, and say what they did', async () => {
  const on = await deployment(testServer(15), rowsOf(ARCHIVED))
  const before = await on.rows()
  const kept = `public.${backupTableOf(PLAN)}`
  const done = `Stamped: 001_baseline, 002_seed_definitions is marked as run in public.kysely_migration, in place of 3 migrations, whose rows are kept in ${kept}.`
  const back = 'Unstamped: public.kysely_migration holds its 3 rows from before the stamp again.'
  expect(await sentFile(on, stampSql(PLAN))).toEqual([done])
  expect(await sentFile(on, stampSql(PLAN))).toEqual([
    'Already done: public.kysely_migration names baseline and seed, and nothing of what they replace. Nothing was changed.',
  ])
  expect(await sentFile(on, unstampSql(PLAN))).toEqual([back])
  expect(await on.rows()).toEqual(before)
  expect(await sentFile(on, 'begin', stampSql(PLAN), 'rollback')).toEqual([done])
  expect(await on.rows()).toEqual(before)
  expect(await sentFile(on, 'begin', stampSql(PLAN), 'commit')).toEqual([done])
  expect(await sentFile(on, 'begin', unstampSql(PLAN), 'commit')).toEqual([back])
  expect(await on.rows()).toEqual(before)
  expect(await sentFile(on, 'begin isolation level repeatable read', stampSql(PLAN))).toEqual([
    `RB001 this transaction is repeatable read, and has to be read committed (Send first: set default_transaction_isolation = 'read committed';)`,
  ])
})
