import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { withConnection, type Row } from '../postgres/session.ts'
import { newRunId } from '../postgres/run-id.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { BUILDS, REPLAYS, runFirstThatWorks, type Attempt } from './attempts.ts'
import { plainBuild, replay } from './replay.ts'

const runId = newRunId()
let newDatabase: () => Promise<DatabaseUrl>

beforeAll(() => {
  const server = testServer(15)
  newDatabase = async () => (await testDatabase(server)).url
})

const query = (database: DatabaseUrl, sql: string): Promise<Row[]> =>
  withConnection(database, { runId }, (send) => send(sql))

const MODULES = join(import.meta.dirname, '../../node_modules')

const MIXED = {
  '001_a.ts': migration("await run('create table a (x int)')"),
  '002_b.sql': `\uFEFFcreate table b (x int);
    create function f() returns text language sql as $$ select 'a;b' $$;
    insert into b values (1), (2);`,
  '002_b.down.sql': 'drop table b',
  '003_c.mjs':
    "import { sql } from 'kysely'\nexport const up = (db) => sql`insert into b values (3)`.execute(db)",
}

test.each(['kysely027', 'kysely', 'kysely029'])(
  'files of SQL run among the others, each whole, by the migrator of %s',
  async (alias) => {
    for (const run of [replay, plainBuild]) {
      const database = await newDatabase()
      const folder = projectFolder(MIXED)
      const kysely = join(MODULES, alias)
      const { migrations, ignored } = await run({ folder, database, runId, kysely })
      expect(migrations.map(({ name, file, status }) => [name, file, status])).toEqual([
        ['001_a', '001_a.ts', 'applied'],
        ['002_b', '002_b.sql', 'applied'],
        ['003_c', '003_c.mjs', 'applied'],
      ])
      expect(ignored.map(({ file }) => file)).toEqual(['002_b.down.sql'])
      expect(await query(database, 'select sum(x)::int as sum, f() from b group by f()')).toEqual([
        { sum: 6, f: 'a;b' },
      ])
    }
  },
)

test('a file of SQL that fails is told with its line, its statement alone, and the last good migration', async () => {
  const folder = projectFolder({
    ...MIXED,
    '004.sql': `insert into a values (7);\n-- é😀\nselect upperr('x');\nselect 1`,
  })
  const database = await newDatabase()
  const failed = replay({ folder, database, runId })
  const message = await failed.then(
    () => '',
    (error: Error) => error.message,
  )
  expect(message).toContain('the migration 004 failed: function upperr(unknown) does not exist')
  expect(message).toContain(`file: ${join(folder, '004.sql')}:3:8`)
  expect(message).toMatch(/statement: select upperr\('x'\)\n/)
  expect(message).toContain('at character: 8')
  expect(message).toContain('last good migration: 003_c')
  // It is one migration: what it did before it failed is taken back with it.
  expect(await query(database, 'select x from a')).toEqual([])
})

test('a statement of a file of SQL for which Postgres names no place is told by what was done before it', async () => {
  const folder = projectFolder({
    '001.sql': `create table a (x int); create table b (x int);
      create rule r as on insert to a do also (insert into b values (new.x); insert into b values (1));`,
    '002.sql': `insert into a values (1), (2);;
      do $$ begin perform 1; perform 2; end $$; -- ; no statement
      select 1;
  create table a (y int);
      select 2`,
  })
  const failed = replay({ folder, database: await newDatabase(), runId, sent: 'told' })
  const message = await failed.then(
    () => '',
    (error: Error) => error.message,
  )
  expect(message).toContain('relation "a" already exists')
  expect(message).toContain(`file: ${join(folder, '002.sql')}:4:3`)
  expect(message).toMatch(/statement: create table a \(y int\)\n/)
})

test('a file with a command of psql is refused with file and line before anything runs', async () => {
  const folder = projectFolder({ ...MIXED, '004.sql': 'select 1;\n\\restrict x\n' })
  const database = await newDatabase()
  await expect(replay({ folder, database, runId })).rejects.toThrow(
    /004\.sql can not be loaded: only psql obeys line 2: \\restrict x; take that line out/,
  )
  expect(await query(database, "select to_regclass('a') as a")).toEqual([{ a: null }])
})

test('a file of SQL that no transaction takes is run the way that works', async () => {
  const folder = projectFolder({
    '001.sql': 'create table t (x int)',
    '002.sql': 'create index concurrently on t (x)',
  })
  const run = (attempts: readonly Attempt[]) =>
    runFirstThatWorks(attempts, {
      folder,
      runId,
      progress: () => {},
      newDatabase: async () => ({ url: await newDatabase(), drop: async () => {} }),
    })
  for (const attempts of [REPLAYS, BUILDS]) {
    const { migrations } = (await run(attempts)).run
    expect(migrations.map(({ status }) => status)).toEqual(['applied', 'applied'])
  }
})
