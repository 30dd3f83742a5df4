import { Kysely, Migrator, PostgresDialect } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { application } from '../testing/application.ts'
import { deployment, noSchema, rowsOf, type Deployment } from '../testing/deployment.ts'
import { testServer } from '../testing/postgres.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { MIGRATOR_LOCK } from './ledger-steps.ts'
import { startUpFile } from './start-up-file.ts'

const ARCHIVED = ['001_people', '002_works']
const people = { address: 'table public.people', hashes: [] }
const PLAN: StampPlan = {
  ledger: DEFAULT_LEDGER,
  archived: ARCHIVED,
  later: [],
  marked: ['001_baseline', '002_seed_definitions'],
  schema: [noSchema()].map((each) => ({
    ...each,
    variants: each.variants.map((variant) => ({
      ...variant,
      objects: [...variant.objects, people],
    })),
  })),
}
const PEOPLE = 'create table people (id int primary key); insert into people values (1)'
/** As it is, but for how long one try waits. */
const FILE = startUpFile(PLAN).replaceAll('10s', '1s')

const names = async (on: Deployment): Promise<readonly unknown[]> =>
  (await on.rows()).map(({ name }) => name)

test.each([
  ['kysely026', 15],
  ['kysely027', 18],
  ['kysely', 15],
  ['kysely', 18],
  ['kysely029', 18],
  ['kysely030', 15],
] as const)(
  'an application of %s on Postgres %i is stamped as it starts, and its migrator goes on from there',
  async (version, major) => {
    const server = testServer(major)
    const { start } = await application(version, FILE)
    const startOn = (on: Deployment, ...later: string[]) => start({ url: on.url.reveal(), later })

    for (const rows of [null, []]) {
      const fresh = await deployment(server, rows)
      expect(await startOn(fresh, '003_new')).toEqual({
        did: 'fresh',
        ran: [...PLAN.marked, '003_new'],
        lines: [],
        left: [],
      })
      expect(await fresh.query('select id from people')).toEqual([{ id: 1 }])
      expect(await startOn(fresh, '003_new')).toMatchObject({ did: 'already', ran: [] })
    }

    const ready = await deployment(server, rowsOf(ARCHIVED), PEOPLE)
    expect(await startOn(ready)).toEqual({
      did: 'stamped',
      ran: [],
      lines: [
        expect.stringMatching(
          /^the baseline is marked as run in "public"."kysely_migration"; its rows before are in public\./,
        ),
      ],
      left: [],
    })
    const stamped = await ready.all()
    expect(await startOn(ready)).toEqual({ did: 'already', ran: [], lines: [], left: [] })
    expect(await ready.all()).toEqual(stamped)
    // What was written after the export is in no list of the file.
    expect(await startOn(ready, '003_new')).toMatchObject({ did: 'already', ran: ['003_new'] })
    expect(await startOn(ready, '003_new', '004_new')).toMatchObject({
      did: 'already',
      ran: ['004_new'],
    })

    const others: readonly (readonly [string, Deployment])[] = [
      [
        'Still to run: 002_works [RB008]\nMigrate it to the end',
        await deployment(server, rowsOf(['001_people']), PEOPLE),
      ],
      [
        'the new folder has: 009_hotfix [RB009]\nFind out',
        await deployment(server, rowsOf([...ARCHIVED, '009_hotfix']), PEOPLE),
      ],
      ['half moved over', await deployment(server, rowsOf(['001_baseline']), PEOPLE)],
      [
        '1 object [RB012]\nmissing: table public.people\nFind out',
        await deployment(server, rowsOf(ARCHIVED)),
      ],
    ]
    for (const [said, on] of others) {
      const before = await on.all()
      const { did, error } = await startOn(on, '003_new')
      expect([did, error]).toEqual([undefined, expect.stringContaining(said)])
      expect(error).toMatch(
        /^Could not mark the baseline as run in "public"[^]*\nNothing was changed\.$/,
      )
      expect(await on.all()).toEqual(before)
    }
  },
)

test('of ten processes that start at once one stamps, and all of them migrate', async () => {
  const app = await application('kysely', FILE)
  const on = await deployment(testServer(18), rowsOf(ARCHIVED), PEOPLE)
  const how = { url: on.url.reveal(), later: ['003_new'] }
  const started = await Promise.all(Array.from({ length: 10 }, () => app.process(how)))
  expect(started.map(({ error }) => error)).toEqual(started.map(() => undefined))
  expect(started.filter(({ did }) => did === 'stamped')).toHaveLength(1)
  expect(started.filter(({ did }) => did === 'already')).toHaveLength(9)
  expect(started.flatMap(({ ran }) => ran)).toEqual(['003_new'])
  expect(await names(on)).toEqual([...PLAN.marked, '003_new'])
})

test('whoever waits while another stamps and runs more goes on from there', async () => {
  const { start } = await application('kysely', FILE)
  const on = await deployment(testServer(18), rowsOf(ARCHIVED), PEOPLE)
  const other = new pg.Client({ connectionString: on.url.reveal() })
  await other.connect()
  try {
    await other.query(`select pg_advisory_lock(${MIGRATOR_LOCK})`)
    const waiting = start({ url: on.url.reveal(), later: ['003_new', '004_new'] })
    const isWaiting = `select from pg_locks where not granted and locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())`
    while ((await other.query(isWaiting)).rowCount === 0);
    const moved = [...PLAN.marked, '003_new']
    await other.query(`delete from kysely_migration; insert into kysely_migration
      values ${moved.map((name, at) => `('${name}', '2024-05-01T12:00:0${at}.000Z')`).join(', ')};
      select pg_advisory_unlock(${MIGRATOR_LOCK})`)
    expect(await waiting).toMatchObject({ did: 'already', ran: ['004_new'] })
  } finally {
    await other.end()
  }
})

/** A promise that is kept by hand. */
function signal(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

test('a migrator of the old code is waited for as long as told, and what it ran counts', async () => {
  const { start } = await application('kysely', FILE)
  const on = await deployment(testServer(18), rowsOf(['001_people']), PEOPLE)
  const pool = new pg.Pool({ connectionString: on.url.reveal() })
  const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
  const gate = signal()
  const begun = signal()
  const old = {
    '001_people': { up: async () => {} },
    '002_works': {
      up: async () => {
        begun.resolve()
        await gate.promise
      },
    },
  }
  try {
    const migrating = new Migrator({
      db,
      provider: { getMigrations: async () => old },
    }).migrateToLatest()
    await begun.promise
    const url = on.url.reveal()
    const patient = start({ url })
    for (const waitSeconds of [0, 0.5]) {
      expect(await start({ url, waitSeconds })).toMatchObject({
        error: expect.stringMatching(
          /a migrator is running: it has held its lock for 1s: process \d+[^]*\[RB004\]\nWait until it is done/,
        ) as string,
      })
    }
    gate.resolve()
    expect((await migrating).error).toBeUndefined()
    const { did, ran, lines } = await patient
    expect([did, ran]).toEqual(['stamped', []])
    expect(lines[0]).toMatch(/a migrator is running.*; trying again$/)
    expect(await names(on)).toEqual(PLAN.marked)
  } finally {
    gate.resolve()
    await db.destroy()
  }
})

test('a role that may only read is refused before the stamp, and needs nothing after it', async () => {
  const { start } = await application('kysely029', FILE)
  const on = await deployment(testServer(18), rowsOf(ARCHIVED), PEOPLE)
  const role = `reader_${on.url.database}`
  await on.query(`create role ${role} login password 'secret-of-reader'`)
  const url = new URL(on.url.reveal())
  url.username = role
  url.password = 'secret-of-reader'
  const asReader = () => start({ url: url.href })
  const before = await on.rows()
  expect((await asReader()).error).toMatch(/permission denied for table kysely_migration \[42501\]/)
  await on.query(`grant select on kysely_migration to ${role}`)
  const { error } = await asReader()
  expect(error).toMatch(/\[RB005\]\nUse the role that runs the migrations/)
  expect(error).not.toContain('secret')
  expect(await on.rows()).toEqual(before)
  // A role whose policies hide rows is told so, and takes no database for a fresh one.
  await on.query('alter table kysely_migration enable row level security')
  expect((await asReader()).error).toMatch(/row-level security policy/)
  await on.query('alter table kysely_migration disable row level security')
  expect(await start({ url: on.url.reveal() })).toMatchObject({ did: 'stamped' })
  expect(await asReader()).toMatchObject({ did: 'already' })
  url.password = 'wrong-secret'
  expect((await asReader()).error).toMatch(/password authentication failed|kysely_migration_lock/)
  await on.query(`drop owned by ${role}; drop role ${role}`)
})

const HOSTILE = [
  '`',
  '${process.exit(9)}',
  '\\`${1}',
  `'"\n*/ //`,
  '\u2028\u2029\r',
  '😀é',
  '$rebaseline$',
  '</script>\\',
]

test('whatever names stand in it, the file is plain ASCII, compiles, and stamps exactly these', async () => {
  const ledger = { table: 'my `${x}` "t"\\é😀', schema: "s'`ch${y}\\", lockTable: 'l' }
  const plan: StampPlan = {
    ...PLAN,
    ledger,
    archived: HOSTILE.map((name, at) => `${at}_${name}`),
    marked: HOSTILE.slice(0, 2).map((name, at) => `00${at}_${name}`),
    schema: [noSchema()],
  }
  const file = startUpFile(plan)
  expect(file).toMatch(/^[\n -~]*$/)
  const { start } = await application('kysely', file)
  const on = await deployment(testServer(18), rowsOf(plan.archived), PEOPLE, ledger)
  const database = `"${on.url.database}"`
  await on.query(`alter database ${database} set standard_conforming_strings = off;
    alter database ${database} set search_path = '';
    alter database ${database} set default_transaction_isolation = 'serializable'`)
  const { marked } = plan
  const how = { url: on.url.reveal(), marked, ledger }
  expect(await start(how)).toMatchObject({ did: 'stamped', ran: [], left: [] })
  expect(await names(on)).toEqual(marked)
  expect(await start(how)).toMatchObject({ did: 'already', ran: [], left: [] })
})
