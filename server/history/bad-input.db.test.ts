import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { RebaselineError } from '../errors.ts'
import { linesAround } from '../excerpt.ts'
import { newRunId } from '../postgres/run-id.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { plainBuild, replay } from './replay.ts'
import { runMigrations } from './runner.ts'

const runId = newRunId()
let newDatabase: () => Promise<DatabaseUrl>

beforeAll(async () => {
  const server = testServer(15)
  newDatabase = async () => (await testDatabase(server)).url
})

const GOOD = migration("await run('create table good (x int)')")

interface Refusal {
  readonly code: string
  readonly lines: string[]
  readonly help: string
}

/** What a person reads when the folder `files` is replayed, with its path left out. */
async function refusal(
  files: Readonly<Record<string, string>>,
  options: { timeLimitMs?: number; memoryLimit?: number } = {},
  run: typeof replay = replay,
): Promise<Refusal> {
  const folder = projectFolder(files)
  const error: unknown = await run({
    folder,
    database: await newDatabase(),
    runId,
    ...options,
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof RebaselineError)) throw new Error('it was not refused', { cause: error })
  const start = `Could not run the migrations in ${folder}: `
  expect(error.message).toContain(start)
  expect(error.message).not.toMatch(/server\/history|node:internal|^\s+at \S+ \(/m)
  const lines = error.message.slice(start.length).replaceAll(`${folder}/`, '').split('\n')
  return { code: error.code, lines, help: error.help }
}

test.each([
  ['step by step', replay],
  ['plainly', plainBuild as typeof replay],
])('a statement that fails is told with all that Postgres said (%s)', async (_name, run) => {
  const failing = migration(`await run('create table users (id int primary key)')
  await run('select upperr(1)')`)
  const { code, lines, help } = await refusal(
    { '001_good.ts': GOOD, '002_bad.ts': failing, '003_next.ts': GOOD },
    {},
    run,
  )
  expect(code).toBe('migration-failed')
  expect(lines).toStrictEqual([
    'the migration 002_bad failed: function upperr(integer) does not exist',
    expect.stringMatching(/^ {2}file: 002_bad\.ts:\d+:\d+$/),
    '  Postgres code: 42883',
    '  statement: select upperr(1)',
    '  at character: 8',
    '  hint: No function matches the given name and argument types. You might need to add explicit type casts.',
    '  the lines there:',
    ...linesAround(
      failing,
      failing.split('\n').findIndex((line) => line.includes('upperr')) + 1,
    ).split('\n'),
    '  last good migration: 001_good',
  ])
  expect(help).toMatch(/empty database/)
})

test('the detail of Postgres is told', async () => {
  const { lines } = await refusal({
    '001.ts': migration(
      "await run('create table a (x int primary key)'); await run('insert into a values (1), (1)')",
    ),
  })
  expect(lines).toContain('  detail: Key (x)=(1) already exists.')
  expect(lines).toContain('  last good migration: none, it is the first')
})

test('a constraint that only fails at the commit belongs to its migration', async () => {
  const { lines } = await refusal({
    '001.ts':
      migration(`await run('create table a (x int primary key, y int references a deferrable initially deferred)')
      await run('insert into a values (1, 2)')`),
  })
  expect(lines[0]).toMatch(
    /^the migration 001 failed: insert or update on table "a" violates foreign key/,
  )
})

test('a transaction broken by a caught error names the statement that broke it', async () => {
  const { lines } = await refusal({
    '001.ts': migration("await run('drop table nowhere').catch(() => {}); await run('select 1')"),
  })
  expect(lines[0]).toMatch(/current transaction is aborted/)
  expect(lines).toContain(
    '  broken before by: table "nowhere" does not exist, which the migration caught',
  )
  expect(lines).toContain('  in its statement: drop table nowhere')
})

test('a migration that throws nothing at all has failed', async () => {
  const { lines } = await refusal({ '001.ts': migration('throw undefined') })
  expect(lines[0]).toBe('the migration 001 failed: it threw undefined')
})

test('an error that nobody awaits stops the run', async () => {
  const { lines } = await refusal({
    '001.ts': migration(
      "void Promise.reject(new Error('forgotten')); await run('select pg_sleep(5)')",
    ),
  })
  expect(lines[0]).toBe('the migration 001 failed: forgotten')
})

test('a syntax error names the file and the place', async () => {
  const { code, lines } = await refusal({ '001.ts': GOOD, '002.ts': 'export const up = = 1\n' })
  expect(code).toBe('migration-not-loaded')
  expect(lines[0]).toBe('the file 002.ts can not be loaded: Unexpected "=" (line 1)')
  expect(lines.join('\n')).toMatch(/002\.ts:1:18/)
})

test.each([
  ['002.mts', {}],
  ['002.mts', { 'package.json': '{"type":"commonjs"}' }],
  ['lib/wrong.mts', { '002.ts': "import './lib/wrong.mts'" }],
  ['lib/wrong.cts', { '002.ts': "import './lib/wrong.cts'" }],
] as const)('a syntax error in %s names that file and no other', async (name, more) => {
  const { code, lines } = await refusal({ '001.ts': GOOD, ...more, [name]: 'const a = = 1\n' })
  expect(code).toBe('migration-not-loaded')
  const [stem, extension] = name.split('.')
  const told = lines.join('\n')
  expect(told).toContain(`${stem}.${extension}:1:10: ERROR: `)
  expect(told).not.toContain(`${stem}.ts`)
})

test.each(['module', 'commonjs'])('an import that fails names the file (%s)', async (type) => {
  const { code, lines } = await refusal({
    'package.json': JSON.stringify({ type }),
    '001.ts': `import '../generated/db.ts'\n${GOOD}`,
  })
  expect(code).toBe('migration-not-loaded')
  expect(lines[0]).toMatch(
    /^the file 001\.ts can not be loaded: Cannot find module .*generated\/db\.ts/,
  )
})

test('an environment variable that an import needs is named', async () => {
  const source = `if (!process.env.STUDIO_SECRET) throw new Error('STUDIO_SECRET is not set')\n${GOOD}`
  const { lines, help } = await refusal({ '001.ts': source })
  expect(lines[0]).toBe('the file 001.ts can not be loaded: STUDIO_SECRET is not set')
  expect(lines).toContain('  missing environment variable: STUDIO_SECRET')
  expect(help).toMatch(/^Set the environment variable STUDIO_SECRET/)
})

test('a migration that exits the process is named, also with exit code 0', async () => {
  const { code, lines } = await refusal({
    '001.ts': GOOD,
    '002.ts': migration(
      "console.log('leaving'); process.emitWarning('old'); await new Promise(setImmediate); process.exit(0)",
    ),
  })
  expect(code).toBe('migration-ended-process')
  expect(lines).toStrictEqual([
    'the migration 002 ended the process (exit code 0)',
    '  file: 002.ts',
    '  it printed:',
    '    leaving',
    '  last good migration: 001',
  ])
})

test('a file that exits the process while it is loaded is named', async () => {
  const { lines } = await refusal({ '001.ts': GOOD, '002.ts': 'process.exit(3)' })
  expect(lines).toStrictEqual([
    'the file 002.ts ended the process while it was loaded (exit code 3)',
  ])
})

test('a migration that leaves the conversation is ended', async () => {
  const { lines } = await refusal(
    { '001.ts': migration('process.removeAllListeners(); process.disconnect()') },
    { timeLimitMs: 1500 },
  )
  expect(lines[0]).toMatch(/^the migration 001 (did not end|failed|ended)/)
})

test.each([
  ['a loop', 'while (true);', []],
  ['a promise', 'await new Promise(() => {})', []],
  ['a statement', "await run('select pg_sleep(600)')", ['  it waits for: select pg_sleep(600)']],
])('a migration that never ends is stopped and named: %s', async (_what, body, facts) => {
  const { code, lines } = await refusal(
    { '001.ts': GOOD, '002.ts': migration(body) },
    { timeLimitMs: 1500 },
  )
  expect(code).toBe('migration-never-ends')
  expect(lines).toStrictEqual([
    'the migration 002 did not end within 1.5 seconds and was stopped',
    '  file: 002.ts',
    ...facts,
    '  last good migration: 001',
  ])
})

test('a file that never ends loading is named', async () => {
  const { lines } = await refusal(
    { '001.ts': GOOD, '002.ts': 'while (true);' },
    { timeLimitMs: 1500 },
  )
  expect(lines[0]).toBe('loading 002.ts did not end within 1.5 seconds and was stopped')
})

test('files that Kysely takes for no migration are refused and shown', async () => {
  const folder = projectFolder({ 'index.ts': 'export const migrations = {}', 'notes.md': '' })
  await expect(replay({ folder, database: await newDatabase(), runId })).rejects.toMatchObject({
    code: 'migrations-not-found',
    message: [
      `Could not find migrations in ${folder}: Kysely takes no file of this folder as a migration`,
      '  notes.md: not a TypeScript or JavaScript file',
      '  index.ts: exports no function `up`',
    ].join('\n'),
  })
})

test('a file with a line break in its name is told on one line, with what to do', async () => {
  const { code, lines, help } = await refusal({
    'package.json': '{ "type": "module" }',
    '001\n.ts': GOOD,
    '002.ts': GOOD,
  })
  expect([code, lines[0]]).toEqual([
    'migration-not-loaded',
    expect.stringMatching(/001\\n\.ts can not be loaded: Cannot find module/),
  ])
  expect(help).toMatch(/no file that has a line break/)
})

test('a project whose tsconfig can not be read is told so', async () => {
  const { code, lines } = await refusal({
    'package.json': '{}',
    'tsconfig.json': '{ "extends": "./nowhere.json" }',
    '001.ts': GOOD,
  })
  expect(code).toBe('migrations-not-started')
  expect(lines).toStrictEqual([
    "the process that loads them stopped at once (Error: File './nowhere.json' not found.)",
  ])
})

test('a ledger that knows other migrations is told in the words of Kysely', async () => {
  const database = await newDatabase()
  await replay({ folder: projectFolder({ '001.ts': GOOD }), database, runId })
  const other = projectFolder({ '002.ts': GOOD })
  await expect(replay({ folder: other, database, runId })).rejects.toMatchObject({
    message: expect.stringMatching(
      /the migrator, before the first migration, failed: .*previously executed migration 001 is missing/,
    ),
  })
})

test('a wrong password is told before anything runs', async () => {
  const { host, port, user, database } = await newDatabase()
  const wrong = new DatabaseUrl(
    `postgres://${user}:wrong@/${database}?host=${encodeURIComponent(host)}&port=${port}`,
  )
  await expect(
    replay({ folder: projectFolder({ '001.ts': GOOD }), database: wrong, runId }),
  ).rejects.toMatchObject({ code: 'login-refused' })
})

test('half a gigabyte of output is counted and not kept', async () => {
  const folder = projectFolder({
    '001.ts': migration(`
      const line = 'x'.repeat(1_048_576)
      for (let n = 0; n < 512; n++) await new Promise((resolve) => process.stdout.write(line, resolve))`),
    '002.ts': GOOD,
  })
  const before = process.memoryUsage().rss
  const options = { folder, database: await newDatabase(), runId, outputLimit: 10_000 }
  const run = await runMigrations({ ...options, mode: 'step' })
  expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1_048_576)
  expect(run.failure).toBeUndefined()
  expect(run.migrations[0]).toMatchObject({ droppedOutputBytes: 512 * 1_048_576 - 10_000 })
  expect(run.migrations[0]?.output).toHaveLength(10_000)
  expect(run.migrations[1]).toMatchObject({ output: '', droppedOutputBytes: 0 })
})

test('a folder that is not there is told', async () => {
  const folder = join(projectFolder({}), 'nowhere')
  await expect(replay({ folder, database: await newDatabase(), runId })).rejects.toMatchObject({
    code: 'migrations-folder-missing',
  })
})

const TALK =
  'for (const n of [1, 2, 3]) await new Promise((resolve) => process.stdout.write(`${n}`.repeat(1_048_576), resolve));'

test.each([
  ['values', 'const all = []; for (;;) all.push([Math.random(), {}, []])'],
  ['buffers', 'const all = []; for (;;) all.push(Buffer.alloc(16_000_000, 1))'],
  ['values, after much talk', `${TALK} const all = []; for (;;) all.push([Math.random(), {}, []])`],
  [
    'buffers, after much talk',
    `${TALK} const all = []; for (;;) all.push(Buffer.alloc(16_000_000, 1))`,
  ],
  [
    'buffers, with much talk',
    "const all = []; for (;;) { all.push(Buffer.alloc(1_000_000, 1)); process.stderr.write('x'.repeat(1_000_000)) }",
  ],
])('a migration that eats memory is ended before the machine suffers: %s', async (_what, body) => {
  const files = { '001_good.ts': GOOD, '002_eats.ts': migration(body) }
  const { code, lines, help } = await refusal(files, { memoryLimit: 100 })
  expect([code, lines]).toStrictEqual([
    'out-of-memory',
    [
      'the migration 002_eats needed more memory than it may have, and was ended',
      '  file: 002_eats.ts',
      '  last good migration: 001_good',
    ],
  ])
  expect(help).toContain('--max-old-space-size')
})

test('a file that eats memory while it is loaded is told as that', async () => {
  const eats = `const all = []; for (;;) all.push([Math.random(), {}, []])`
  const { code, lines } = await refusal({ '001.ts': eats }, { memoryLimit: 100 })
  expect([code, lines]).toStrictEqual([
    'out-of-memory',
    ['loading 001.ts needed more memory than it may have, and was ended'],
  ])
})
