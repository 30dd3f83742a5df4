import { createRequire } from 'node:module'
import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { withConnection, type Row } from '../postgres/session.ts'
import type { Server } from '../postgres/engine.ts'
import { newRunId } from '../postgres/run-id.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { BUILDS, REPLAYS, runFirstThatWorks, type Attempt } from './attempts.ts'
import { plainBuild, replay } from './replay.ts'
import type { MigrationStep } from './run.ts'
import { runMigrations } from './runner.ts'

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))
const runId = newRunId()
let server: Server

beforeAll(async () => {
  server = testServer(15)
})

const newDatabase = async (): Promise<DatabaseUrl> => (await testDatabase(server)).url
const query = (database: DatabaseUrl, sql: string): Promise<Row[]> =>
  withConnection(database, { runId }, (send) => send(sql))

const small = (): string =>
  projectFolder({
    '001_users.ts': migration(`
      console.log('creating users')
      await db.schema.createTable('users').addColumn('id', 'integer', (c) => c.primaryKey()).execute()`),
    '002_rows.ts': migration(
      'await run("insert into users values (1), (2)"); console.error("rows")',
    ),
    'index.ts': "export * as users from './001_users'",
    'README.md': '',
  })

const LIST =
  'exports a list of migrations by names of its own (users) without 002_rows.ts: a project that migrates by it lacks what that does'

const versions = {
  '0.26.3': 'kysely026',
  '0.27.6': 'kysely027',
  '0.28.18': 'kysely',
  '0.29.9': 'kysely029',
  '0.30.0-beta.2': 'kysely030',
}
/** They know no `disableTransactions`. */
const isOld = (version: string): boolean => /^0\.2[67]/.test(version)
const isNew = (version: string): boolean => version.startsWith('0.30')

describe.each(Object.entries(versions))('with Kysely %s', (version, alias) => {
  const kysely = join(MODULES, alias)

  test('runs one migration at a time, telling what each did', async () => {
    const database = await newDatabase()
    const seen: unknown[] = []
    const afterStep = async ({ name, status }: MigrationStep): Promise<void> => {
      const [row] = await query(database, 'select count(*)::int as rows from users')
      seen.push([name, status, row?.['rows']])
    }
    const run = await replay({ folder: small(), database, runId, kysely, afterStep })
    expect(run.kyselyVersion).toBe(version)
    expect(run.migrations.map(({ name, file, output }) => [name, file, output])).toStrictEqual([
      ['001_users', '001_users.ts', 'creating users\n'],
      ['002_rows', '002_rows.ts', 'rows\n'],
    ])
    expect(seen).toStrictEqual([
      ['001_users', 'applied', 0],
      ['002_rows', 'applied', 2],
    ])
    expect(run.ignored).toStrictEqual([
      { file: 'README.md', reason: 'not a TypeScript or JavaScript file' },
      { file: 'index.ts', reason: LIST },
    ])
  })

  test('what a transaction refuses is run the way that works', async () => {
    const concurrently = migration('await run("create index concurrently on t (x)")')
    const label = `await run("create type mood as enum ('a')")`
    const used = `await run("alter type mood add value 'b'"); await db.selectNoFrom(sql\`1\`.as('x')).execute()`
    const files = {
      '001.ts': migration(`${label}; await run('create table t (x int)')`),
      '002.ts': migration(used),
      '003.ts': migration('await run("create table m (m mood default \'b\')")'),
    }
    const told: string[] = []
    const build = (attempts: readonly Attempt[], folder: string) =>
      runFirstThatWorks(attempts, {
        folder,
        runId,
        kysely,
        progress: (line) => told.push(line),
        newDatabase: async () => ({ url: await newDatabase(), drop: async () => {} }),
      })
    const folder = projectFolder(files)
    const built = await build(BUILDS, folder)
    expect(built.run.migrations.map(({ status }) => status)).toStrictEqual(Array(3).fill('applied'))
    expect(built.run.mode).toBe(isOld(version) ? 'step' : 'plain')
    const again = isOld(version) ? /one migrateUp/ : isNew(version) ? /for each/ : /without/
    expect(told[0]).toMatch(new RegExp(`unsafe use of new value.*${again.source}`))
    await build(REPLAYS, folder)
    const never = build(REPLAYS, projectFolder({ ...files, '004.ts': concurrently }))
    if (isOld(version)) await expect(never).rejects.toThrow(/CONCURRENTLY cannot run inside/)
    else expect((await never).run.migrations).toHaveLength(4)
  })

  test('a migration sees all tables, however the migrator looks for its own', async () => {
    const folder = projectFolder({
      '001.ts': migration("await run('create table t (x int)')"),
      '002.ts':
        migration(`const all = await db.introspection.getTables({ withInternalKyselyTables: true })
        console.log(all.map(({ name }) => name).sort().join(), all.find(({ name }) => name === 't')?.columns.length)`),
    })
    const database = await newDatabase()
    const ledger = { table: 'done', lockTable: 'done_lock', schema: 'ledger' }
    const run = await replay({ folder, database, runId, kysely, ledger })
    expect(run.migrations[1]?.output).toBe('done,done_lock,t 1\n')
    expect(await query(database, 'select name from ledger.done')).toHaveLength(2)
  })

  test('runs the plain migrateToLatest', async () => {
    const database = await newDatabase()
    const names: string[] = []
    const onStep = ({ name }: MigrationStep): void => void names.push(name)
    const run = await plainBuild({ folder: small(), database, runId, kysely, onStep })
    expect(run.migrations.map(({ status }) => status)).toStrictEqual(['applied', 'applied'])
    expect(names).toStrictEqual(['001_users', '002_rows'])
    expect(await query(database, 'select id from users order by id')).toHaveLength(2)
    expect(await query(database, 'select name from kysely_migration order by name')).toStrictEqual([
      { name: '001_users' },
      { name: '002_rows' },
    ])
  })

  test('tells of what fails its file, statement, code and what was good before', async () => {
    const folder = projectFolder({
      '001.ts': migration("await run('create table t (x int)')"),
      '002.ts': migration("await run('alter table gone add y int')"),
      '003.ts': migration("await run('drop table t')"),
    })
    for (const mode of ['step', 'plain'] as const) {
      const run = await runMigrations({
        folder,
        database: await newDatabase(),
        runId,
        kysely,
        mode,
      })
      expect(run.failure).toMatchObject({
        reason: 'threw',
        stage: { at: 'migration', name: '002', file: '002.ts' },
        ...(mode === 'step' && { lastGood: '001' }),
        error: { code: '42P01', statement: 'alter table gone add y int' },
      })
      expect(run.migrations.map(({ status }) => status)).toContain('pending')
    }
  })

  test.each(['module', 'commonjs'])('migrator and migrations share one copy (%s)', async (type) => {
    const database = await newDatabase()
    const folder = projectFolder({
      'package.json': JSON.stringify({ type }),
      'migrations/001_copy.ts': `import { Kysely } from 'kysely'
        export const up = async (db) => console.log(db instanceof Kysely, typeof require)`,
    })
    // Another copy stands nearer: the one that was asked for is everybody's all the same.
    mkdirSync(join(folder, 'node_modules'))
    const other = alias === 'kysely' ? 'kysely027' : 'kysely'
    symlinkSync(join(MODULES, other), join(folder, 'node_modules/kysely'))
    const run = await replay({ folder: join(folder, 'migrations'), database, runId, kysely })
    expect(run.migrations[0]?.output).toMatch(/^true /)
  })
})

test('a project runs with the Kysely, tsconfig and working folder of its own', async () => {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./source/*"] } } }',
    'source/word.ts': 'export const word: string = "from the path"',
    'migrations/001_a.ts': `import { word } from '@/word'
import * as kysely from 'kysely'
${migration("console.log(word, process.cwd(), 'Migrator' in kysely)")}`,
    'node_modules/.keep': '',
  })
  symlinkSync(join(MODULES, 'kysely027'), join(folder, 'node_modules/kysely'))
  const run = await replay({
    folder: join(folder, 'migrations'),
    database: await newDatabase(),
    runId,
  })
  expect(run.kyselyVersion).toBe('0.27.6')
  expect(run.migrations[0]?.output).toBe(`from the path ${folder} true\n`)
})

test('JavaScript of every format is loaded from one folder', async () => {
  const folder = projectFolder({
    '001.js':
      "exports.up = async (db) => require('kysely').sql`create table a (x int)`.execute(db)",
    '002.mjs':
      "import { sql } from 'kysely'\nexport const up = (db) => sql`create table b (x int)`.execute(db)",
    '003.mts':
      "import { sql } from 'kysely'\nexport const up = (db: never) => sql`create table c (x int)`.execute(db)",
    '004.ts': migration("await run('create table d (x int)')"),
    '005.cjs': 'exports.up = async () => {}',
  })
  const run = await replay({ folder, database: await newDatabase(), runId })
  expect(run.migrations.map(({ name, status }) => name + status)).toStrictEqual(
    ['001', '002', '003', '004'].map((name) => `${name}applied`),
  )
  expect(run.ignored).toStrictEqual([
    { file: '005.cjs', reason: 'the Kysely of this project does not read this extension' },
  ])
})

test('a migration that connects by itself reaches the scratch database, never the one of the environment', async () => {
  const sentinel = await newDatabase()
  await query(sentinel, 'create table precious (x int)')
  const database = await newDatabase()
  const folder = projectFolder({
    '001_own_pool.ts': migration(`
      const pg = require(${JSON.stringify(createRequire(import.meta.url).resolve('pg'))})
      process.env.PGDATABASE = ${JSON.stringify(sentinel.database)}
      for (const connectionString of [process.env.DATABASE_URL, process.env.POSTGRES_URL, process.env.LIVE_URL]) {
        const client = new pg.Client({ connectionString })
        await client.connect()
        await client.query('drop table if exists precious; create table if not exists reached (x int)')
        await client.end()
      }
      await run('create table by_kysely (x int)')`),
  })
  const env = { DATABASE_URL: sentinel.reveal(), LIVE_URL: sentinel.reveal() }
  await replay({ folder, database, runId, env })
  const tables = `select relname from pg_class where relname in ('precious', 'reached', 'by_kysely') order by 1`
  expect(await query(sentinel, tables)).toStrictEqual([{ relname: 'precious' }])
  expect(await query(database, tables)).toStrictEqual([
    { relname: 'by_kysely' },
    { relname: 'reached' },
  ])
})

test('the password is nowhere in what a migration prints or throws', async () => {
  const database = await newDatabase()
  const password = database.revealPassword()
  expect(password).toBeTruthy()
  const body =
    'console.log(process.env.DATABASE_URL); throw new Error(`at ${process.env.DATABASE_URL}`)'
  const folder = projectFolder({ '001.ts': migration(body) })
  const run = await runMigrations({ folder, database, runId, mode: 'step' })
  expect(run.migrations[0]?.output).toContain(':***@')
  expect(JSON.stringify(run)).not.toContain(password)
})

test('a migration that asks for no transaction gets none, and the others theirs', async () => {
  const folder = projectFolder({
    '001.ts': migration("await run('create table t (x int)')"),
    '002.ts': `${migration("await run('create index concurrently i on t (x)')")}
export const config = { transaction: false }`,
    '003.ts': migration('await db.selectNoFrom(sql`1`.as("x")).execute()'),
  })
  const options = {
    folder,
    runId,
    kysely: join(MODULES, 'kysely030'),
    newDatabase: async () => ({ url: await newDatabase(), drop: async () => {} }),
    progress: () => {},
  }
  expect((await runFirstThatWorks(REPLAYS, options)).way.refused).toStrictEqual([])
  expect((await runFirstThatWorks(BUILDS, options)).way).toMatchObject({
    transactions: 'per-migration',
    doing: expect.stringContaining('migrateToLatest'),
    refused: [expect.stringContaining('has a `transaction` configuration')],
  })
})

test('a migration may write to every channel there is', async () => {
  const folder = projectFolder({
    '001.ts': migration(`
      process.stdout.write('{"rebaseline":{"type":"finished"}}\\n')
      process.send?.({ type: 'finished' })
      process.send?.('noise')
      process.on('uncaughtException', () => {})
      process.on('disconnect', () => {})`),
    '002.ts': migration("await run('create table reached (x int)')"),
  })
  const database = await newDatabase()
  const run = await replay({ folder, database, runId })
  expect(run.migrations.map(({ output }) => output)).toStrictEqual([
    '{"rebaseline":{"type":"finished"}}\n',
    '',
  ])
  expect(await query(database, 'select * from reached')).toStrictEqual([])
})

test('generated files far from any project find a Kysely, whatever the current folder is', async () => {
  const folder = projectFolder({ 'out/001.ts': migration("await run('create table a (x int)')") })
  const before = process.cwd()
  try {
    process.chdir(dirname(folder))
    const run = await replay({ folder: join(folder, 'out'), database: await newDatabase(), runId })
    expect(run.kyselyVersion).toBe('0.28.18')
  } finally {
    process.chdir(before)
  }
})
