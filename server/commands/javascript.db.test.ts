import { execFileSync } from 'node:child_process'
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { projectFolder } from '../testing/project-folder.ts'

/** What plain Node runs in a project, with the project's own Kysely. */
const MIGRATE = `
import { promises as fs } from 'node:fs'
import path from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { FileMigrationProvider, Migrator } from 'MIGRATOR'
import pg from 'pg'
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
const db = new Kysely({ dialect: new PostgresDialect({ pool }) })
const migrationFolder = path.resolve('migrations')
const provider = new FileMigrationProvider({ fs, path, migrationFolder })
const { error, results = [] } = await new Migrator({ db, provider }).migrateToLatest()
await db.destroy()
if (error) throw error
console.log(results.map(({ migrationName, status }) => migrationName + ' ' + status).join())
`

const BODY = (texts: readonly string[]): string =>
  texts.map((text) => `  await sql\`${text}\`.execute(db)\n`).join('')
const COMMON = (...texts: string[]): string =>
  `const { sql } = require('kysely')\nexports.up = async (db) => {\n${BODY(texts)}}\n`
const MODULE = (...texts: string[]): string =>
  `import { sql } from 'kysely'\nexport const up = async (db) => {\n${BODY(texts)}}\n`

const USERS = [
  "create table users (id serial primary key, email text not null unique, tags text[] default '{}')",
  "insert into users (email) values ('first@studio.test'), ('\\\\ \\` \\${é}')",
]
const LATER = [
  'alter table users add name text check (length(name) > 1)',
  "create index users_named on users (email) where name <> '<boolean>'",
  'create function one() returns int language sql as $$ select 1 $$',
]

const linked = (folder: string, kysely: string): void => {
  const modules = join(folder, 'node_modules')
  mkdirSync(modules)
  const require = createRequire(import.meta.url)
  for (const [name, own] of [
    ['kysely', kysely],
    ['pg', 'pg'],
  ] as const) {
    const found = require.resolve(own)
    const root = found.slice(0, found.lastIndexOf(`/${own}/`) + own.length + 1)
    symlinkSync(root, join(modules, name))
  }
}

/** As the team does it: no loader, no Rebaseline. */
const migrated = (folder: string, url: DatabaseUrl): string =>
  execFileSync(process.execPath, ['migrate.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DATABASE_URL: url.reveal(),
    },
    timeout: 120_000,
  }).trim()

test.each([
  ['CommonJS', '{}', '.js', COMMON, 'kysely'],
  ['modules', '{ "type": "module" }', '.js', MODULE, 'kysely'],
  ['modules by their names', '{ "type": "commonjs" }', '.mjs', MODULE, 'kysely'],
  ['CommonJS by its names', '{ "type": "module" }', '.cjs', COMMON, 'kysely029'],
])(
  'a folder of %s gets files that plain Node runs with the project’s own Kysely',
  async (_, packageJson, extension, source, kysely) => {
    const folder = projectFolder({
      'package.json': packageJson,
      'migrate.mjs': MIGRATE.replace(
        'MIGRATOR',
        kysely === 'kysely' ? 'kysely' : 'kysely/migration',
      ),
      [`migrations/001_users${extension}`]: source(...USERS),
      [`migrations/002_name${extension}`]: source(...LATER),
    })
    linked(folder, kysely)
    const server = testServer(18)
    const [old, fresh] = [await testDatabase(server), await testDatabase(server)]
    expect(migrated(folder, old.url)).toBe('001_users Success,002_name Success')

    const call = (...words: string[]): Promise<Ended> => cli(words, { cwd: folder })
    const names = [`001_baseline${extension}`, `002_seed_definitions${extension}`]
    const on = ['--server', server.url.reveal()]
    const proven = await call('verify', '--json', ...on)
    expect([proven.code, documentOf(proven)]).toMatchObject([0, { verdict: 'equal' }])
    const drafts = names.map((name) => readFileSync(join(folder, '.rebaseline/drafts', name)))
    expect((await call('sign', '--all', '--note', 'read', '--name', 'Ada')).code).toBe(0)
    const plan = await call('export', '--plan')
    expect(plan.stdout).not.toContain('loader')
    const exported = await call('export')
    expect(exported).toMatchObject({ code: 0 })
    expect(readdirSync(join(folder, 'migrations')).toSorted()).toEqual(names)
    const bytes = names.map((name) => readFileSync(join(folder, 'migrations', name)))
    expect(bytes).toEqual(drafts)

    expect(migrated(folder, fresh.url)).toBe('001_baseline Success,002_seed_definitions Success')
    const sides = [old.url.reveal(), fresh.url.reveal(), '--seed', 'all']
    const compared = await call('compare', ...sides, '--json', ...on)
    expect([compared.code, documentOf(compared)]).toMatchObject([0, { verdict: 'equal' }])
  },
)

test('a baseline in JavaScript is verified, snapshot keeps what was edited in it, and refuses two kinds of files', async () => {
  const folder = projectFolder({
    'package.json': '{}',
    'migrations/001_users.js': COMMON(...USERS),
  })
  linked(folder, 'kysely')
  const server = testServer(18)
  const { url } = await testDatabase(server)
  const call = (...words: string[]): Promise<Ended> =>
    cli([...words, '--server', server.url.reveal()], { cwd: folder })
  const old = ['--migrations', 'migrations']
  expect((await call('generate', ...old, '--out', 'made')).code).toBe(0)
  expect(await call('verify', ...old, '--baseline', 'made')).toMatchObject({ code: 0 })
  const path = join(folder, 'made/001_baseline.js')
  writeFileSync(
    path,
    readFileSync(path, 'utf8').replace('  // Tables', '  // Tables, as we know them'),
  )
  await withConnection(url, { runId: newRunId() }, async (send) => {
    for (const text of USERS) await send(text.replaceAll('\\', ''))
    await send('alter table users add name text')
  })
  const live = ['--database', url.reveal(), '--seed', 'all']
  const drifted = await call('snapshot', '--check', '--baseline', 'made', ...live)
  expect(drifted.code).toBe(1)
  expect(await call('snapshot', '--out', 'made', '--yes', ...live)).toMatchObject({ code: 0 })
  const text = readFileSync(path, 'utf8')
  expect(text).toContain('exports.up = async function up(db) {')
  expect(text).toContain('// Tables, as we know them')
  expect(text).toContain("addColumn('name', 'text')")
  expect(readdirSync(join(folder, 'made')).toSorted()).toEqual([
    '001_baseline.js',
    '002_seed_definitions.js',
  ])
  renameSync(path, path.replace(/js$/, 'ts'))
  const refused = await call('snapshot', '--out', 'made', '--yes', ...live)
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('two kinds of file')])
})
