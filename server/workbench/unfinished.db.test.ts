import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import type { RebaselineError } from '../errors.ts'
import type { Project } from '../project/project.ts'
import { testServer } from '../testing/postgres.ts'
import type { History } from '../../shared/history.ts'
import { draftStoreOf } from './draft-store.ts'
import { ProjectWay } from './project-way.ts'

// Inside of the repository, so that its Kysely is found.
const PLACE = fileURLToPath(new URL('../../dist/', import.meta.url))
const GOOD = {
  '001_people.ts': up('create table people (id serial primary key, name text)'),
  '002_first.ts': up("insert into people (name) values ('Ada')"),
  '003_pets.ts': up('create table pets (id serial primary key, owner int references people)'),
  '005_names.ts': up('alter table people rename name to full_name'),
}
// What a sequence gave is not taken back.
const BAD = up("insert into people (name) values ('Bob')", 'create index on peple (name)')
const FIXED = up("insert into people (name) values ('Bob')", 'create index on people (name)')

function up(...statements: readonly string[]): string {
  const lines = statements.map((text) => `  await sql\`${text}\`.execute(db)`)
  return `import { sql } from 'kysely'\nexport async function up(db) {\n${lines.join('\n')}\n}\n`
}

let folder = ''

beforeAll(() => {
  mkdirSync(PLACE, { recursive: true })
  folder = mkdtempSync(join(PLACE, 'unfinished-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (name: string, text: string): void =>
  writeFileSync(join(folder, 'migrations', name), text)

/** Like a dashboard that was just opened. */
function wayOn(name: string): ProjectWay {
  const project: Project = { folder, name, migrations: join(folder, 'migrations') }
  return new ProjectWay({
    project,
    ledger: DEFAULT_LEDGER,
    seed: 'all',
    beginning: null,
    drafts: draftStoreOf(project),
    workspace: async () => ({
      oldServer: testServer(18).url.reveal(),
      rebuiltServer: testServer(18).url.reveal(),
    }),
  })
}

interface Ran {
  readonly said: readonly string[]
  readonly history: History | null | undefined
  readonly error: unknown
}

async function run(way: ProjectWay): Promise<Ran> {
  const said: string[] = []
  const control = {
    signal: new AbortController().signal,
    progress: (text: string) => said.push(text),
  }
  try {
    const { history } = await way.compare('prove', control)
    return { said, history, error: null }
  } catch (error) {
    return { said, history: undefined, error }
  }
}

const goesOn = ({ said }: Ran): readonly string[] =>
  said.filter((text) => text.includes('known from the run that failed'))

/** What each did, apart from how long it took. */
const didOf = ({ history }: Ran): unknown =>
  history?.migrations.map(({ name, effects, noEffect }) => [name, effects, noEffect])

test('after a migration failed the next run goes on from there, once it is mended', async () => {
  mkdirSync(join(folder, 'migrations'))
  writeFileSync(join(folder, 'package.json'), '{}')
  for (const [name, text] of Object.entries(GOOD)) write(name, text)
  write('004_bob.ts', BAD)
  const way = wayOn('one')
  const { error, said } = await run(way)
  expect((error as RebaselineError).toJSON().migration).toMatchObject({
    name: '004_bob',
    file: expect.stringContaining('004_bob.ts'),
    line: 4,
    code: '42P01',
    statement: 'create index on peple (name)',
    lastGood: '003_pets',
  })
  expect(goesOn({ said, history: null, error })).toEqual([])

  write('004_bob.ts', FIXED)
  const resumed = await run(way)
  expect(resumed.error).toBeNull()
  expect(goesOn(resumed)).toEqual([
    'What the migrations up to 003_pets do is known from the run that failed, and nothing of them has changed: it goes on with 004_bob',
  ])
  expect(didOf(resumed)).toEqual(didOf(await run(wayOn('two'))))
  // Taken once.
  expect(goesOn(await run(way))).toEqual([])
}, 120_000)

test('what has changed since is looked at anew, with all that comes after it', async () => {
  write('004_bob.ts', BAD)
  const way = wayOn('three')
  await run(way)
  write('002_first.ts', up("insert into people (name) values ('Ada'), ('Eve')"))
  const again = await run(way)
  expect(goesOn(again)[0]).toContain('up to 001_people do')
  expect(again.error).toMatchObject({ code: 'migration-failed' })
  write('004_bob.ts', FIXED)
  write('helper.json', '{}')
  const other = await run(way)
  expect(goesOn(other)).toEqual([])
  expect(other.history?.migrations[1]?.effects?.rows.tables).toMatchObject([{ inserted: 2 }])
}, 120_000)

test('what a migration sends otherwise this time is not told by what it did the last time', async () => {
  write(
    '001_people.ts',
    up('create table people (id serial primary key, name text, age ${sql.raw(process.env.MARK)})'),
  )
  write('004_bob.ts', BAD)
  const way = wayOn('four')
  vi.stubEnv('MARK', 'text')
  await run(way)
  write('004_bob.ts', FIXED)
  vi.stubEnv('MARK', 'int')
  const again = await run(way)
  expect(again.error).toBeNull()
  expect(goesOn(again)).toHaveLength(1)
  const isKnown = again.history?.migrations.map(({ name, effects }) => [name, effects !== null])
  expect(isKnown?.slice(0, 2)).toEqual([
    ['001_people', false],
    ['002_first', true],
  ])
}, 120_000)
