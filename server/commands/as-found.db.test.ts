import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { History } from '../../shared/history.ts'
import { cli } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

/** What folders of real projects do that each broke something: their own ledger and search path, downs that lead nowhere, what they ask, and what does nothing. */
const FILES = {
  'package.json': '{ "type": "module" }',
  'migrations/001_rooms.ts': `${migration(`
    await run('create schema if not exists app; set search_path = app, public')
    await run('create table rooms (id int primary key, name text)')
    await run('create table kysely_migration (name text)')
    await run("insert into kysely_migration values ('of the project')")`)}
export async function down() { throw new Error('there is no way back') }`,
  'migrations/002_search.ts': migration(`
    const { rows } = await sql\`select from pg_extension where extname = \${'pg_trgm'}\`.execute(db)
    if (rows.length > 0) await run('create index on app.rooms using gin (name gin_trgm_ops)')`),
  'migrations/003_grants.ts': `${migration(`
    await run(\`do $$ declare r record; begin
      for r in select rolname from pg_roles where rolname in ('nobody_has_it', 'pg_monitor') loop
        execute format('grant select on app.rooms to %I', r.rolname);
      end loop; end $$\`)`)}
export async function down(db: Kysely<unknown>) { await sql\`drop table app.rooms\`.execute(db) }`,
  'migrations/004_dropped_before.ts': migration(`await run('drop table if exists app.never')`),
  'migrations/005_backfill.ts': migration(`await run("update app.rooms set name = ''")`),
  'migrations/006_already.ts': migration(`await run('create table if not exists app.rooms ()')`),
  'migrations/007_emptied.ts': `${migration('')}
export async function down(db: Kysely<unknown>) { await sql\`drop schema app cascade\`.execute(db) }`,
}

const LEDGER = [
  '--migration-table',
  '_migrationV2',
  '--migration-lock-table',
  '_migrationV2_lock',
  '--migration-table-schema',
  'app',
]

test('a folder as real ones are is told, written as a baseline and proven, and no down of it is run', async () => {
  const cwd = projectFolder(FILES)
  const run = (command: string, ...words: readonly string[]) =>
    cli([command, ...SERVER(), '--migrations', 'migrations', ...LEDGER, ...words], { cwd })
  const told = await run('history', '--json')
  const { migrations, findings } = JSON.parse(told.stdout) as History
  expect(
    migrations.map(({ name, noEffect, effects }) => [
      name,
      noEffect?.reason ??
        effects?.objects
          .filter(({ kind }) => kind === 'table' || kind === 'privilege')
          .map(({ change, kind, address }) => [change, kind, ...address.names].join(' ')),
    ]),
  ).toEqual([
    ['001_rooms', ['created table app kysely_migration', 'created table app rooms']],
    ['002_search', 'reads-only'],
    ['003_grants', [expect.stringMatching(/^\w+ privilege app rooms/)]],
    ['004_dropped_before', 'nothing-to-drop'],
    ['005_backfill', 'no-rows'],
    ['006_already', 'already-there'],
    ['007_emptied', 'no-statement'],
  ])
  const environment = findings.filter(({ kind }) => kind === 'environment')
  expect(environment.map(({ migrations: [by], text }) => `${by}: ${text}`)).toEqual([
    '001_rooms: passes over what is there already, or is not there: schema "app" already exists, skipping',
    expect.stringMatching(/^002_search: asks which extensions there are:/),
    expect.stringMatching(/^003_grants: asks which roles there are:/),
  ])
  const generated = await run('generate', '--out', 'out')
  expect([generated.code, generated.stderr]).toEqual([0, expect.any(String)])
  const text = ['001_baseline.ts', '002_seed_definitions.ts']
    .map((file) => readFileSync(join(cwd, 'out', file), 'utf8'))
    .join('\n')
  expect(text).toContain('GRANT SELECT ON TABLE "app"."rooms" TO "pg_monitor"')
  expect(text).toContain('of the project')
  expect(text).not.toMatch(/_migrationV2|nobody_has_it/)
  const verified = await run('verify', '--baseline', 'out')
  expect(verified.code).toBe(0)
  expect(verified.stdout).toMatch(/^Equal: 0 differences/)
})

/** Tables with one name in three schemas: by a path for the transaction alone, by `withSchema`, and by the plugin. */
const SCHEMAS = {
  'package.json': '{ "type": "module" }',
  'migrations/001_path.ts': migration(`
    await run('create schema app; create schema mail; set local search_path = app')
    await run("create type state as enum ('new', 'done')")
    await run("create table rooms (id int primary key, state state not null default 'new')")
    await run("create function opened() returns bigint language sql return (select count(*) from rooms)")
    // In the plain run all are one transaction.
    await run('set local search_path to default')`),
  'migrations/002_with_schema.ts': migration(`
    const mail = db.withSchema('mail') as Kysely<any>
    await mail.schema.createTable('rooms').addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('code', 'text').execute()
    await mail.schema.createIndex('rooms_code').on('rooms').column('code').unique().execute()
    await mail.insertInto('rooms').values({ id: 1, code: 'mail' }).execute()`),
  'migrations/003_plugin.ts': `import { WithSchemaPlugin } from 'kysely'\n${migration(`
    const app = db.withPlugin(new WithSchemaPlugin('app')) as Kysely<any>
    await app.schema.alterTable('rooms').addColumn('note', 'text').execute()
    await app.insertInto('rooms').values({ id: 2, note: 'app' }).execute()`)}`,
  'migrations/004_public.ts': migration(`await run('create table rooms (id int primary key)')`),
}

test('migrations that say their schema by a path, by withSchema or by its plugin are told, written and proven in it', async () => {
  const cwd = projectFolder(SCHEMAS)
  const run = (command: string, ...words: readonly string[]) =>
    cli([command, ...SERVER(), '--migrations', 'migrations', ...words], { cwd })
  const told = await run('history', '--json')
  expect([told.code, told.stderr]).toEqual([0, expect.any(String)])
  const { migrations } = JSON.parse(told.stdout) as History
  const made = migrations.map(({ effects }) =>
    (effects?.objects ?? [])
      .filter(({ kind }) => ['table', 'column', 'index'].includes(kind))
      .map(({ change, address }) => [change, ...address.names].join(' ')),
  )
  expect(made).toEqual([
    ['created app rooms', 'created app rooms id', 'created app rooms state'],
    [
      'created mail rooms',
      'created mail rooms code',
      'created mail rooms id',
      'created mail rooms_code',
    ],
    ['created app rooms note'],
    ['created public rooms', 'created public rooms id'],
  ])
  expect((await run('generate', '--out', 'out')).code).toBe(0)
  const verified = await run('verify', '--baseline', 'out')
  expect([verified.code, verified.stdout]).toEqual([
    0,
    expect.stringMatching(/^Equal: 0 differences/),
  ])
  const seed = readFileSync(join(cwd, 'out', '002_seed_definitions.ts'), 'utf8')
  for (const schema of ['app', 'mail']) expect(seed).toMatch(new RegExp(`\\W${schema}\\W+rooms\\W`))
  expect(seed).not.toMatch(/\Wpublic\W+rooms\W/)
}, 60_000)

const SERVER = (): string[] => ['--server', testServer(18).url.reveal()]
