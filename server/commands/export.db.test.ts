import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { plainBuild } from '../history/replay.ts'
import { ident } from '../kinds/sql.ts'
import type { Server } from '../postgres/engine.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { smallRun } from '../testing/small-run.ts'

const OLD = {
  'package.json': '{\n  "type": "module",\n  "scripts": {\n    "test": "true"\n  }\n}\n',
  'migrations/001_users.ts': migration(`
    await run("create extension citext")
    await run("create table users (id serial primary key, email citext not null unique)")
    await run("insert into users (email) values ('first@studio.test')")`),
  'migrations/002_name.ts': migration('await run("alter table users add name text")'),
}
const BIN = fileURLToPath(new URL('../rebaseline.mjs', import.meta.url))

let server: Server
beforeAll(async () => {
  server = testServer(18)
})

let written: Promise<Readonly<Record<'baseline' | 'seed', string>>> | undefined

/** What the program writes of the old migrations; it is asked once. */
async function generated(): Promise<Readonly<Record<'baseline' | 'seed', string>>> {
  const source = projectFolder(OLD)
  const out = join(source, 'baseline')
  const words = ['generate', '--migrations', join(source, 'migrations'), '--out', out]
  const made = await cli([...words, '--server', server.url.reveal()])
  expect(made.stderr).not.toContain('Could not')
  const read = (name: string): string => readFileSync(join(out, name), 'utf8')
  return { baseline: read('001_baseline.ts'), seed: read('002_seed_definitions.ts') }
}

/** An approved project, in git, that can run rebaseline in its scripts. */
async function approved(): Promise<string> {
  const texts = await (written ??= generated())
  const files = { ...OLD, '.gitignore': 'node_modules\n.rebaseline\n', 'NOTES.md': '# Notes\n' }
  const { project, keep } = await reviewedProject(files, texts)
  await keep(smallRun(), 1)
  const { folder } = project
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true })
  symlinkSync(BIN, join(folder, 'node_modules/.bin/rebaseline'))
  for (const line of [
    ['init', '-q'],
    ['config', 'user.name', 'Ada'],
    ['config', 'user.email', 'ada@studio.test'],
    ['add', '-A'],
    ['commit', '-qm', 'one'],
  ]) {
    execFileSync('git', line, { cwd: folder })
  }
  return folder
}

const query = (url: DatabaseUrl, sql: string): Promise<Record<string, unknown>[]> =>
  withConnection(url, { runId: newRunId() }, (send) => send(sql))

/** A database that is nobody's scratch database. */
async function ownDatabase(name: string): Promise<DatabaseUrl> {
  await query(server.url, `create database ${ident(name)} template template0`)
  return server.url.withDatabase(name)
}

const npm = (folder: string, words: readonly string[], url: DatabaseUrl): Ended => {
  try {
    const stdout = execFileSync('npm', ['run', '-s', ...words], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        DATABASE_URL: url.reveal(),
        REBASELINE_SERVER_URL: server.url.reveal(),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      // Nothing else could end a script that hangs: it is waited for synchronously.
      timeout: 120_000,
    })
    return { code: 0, stdout, stderr: '' }
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: string; stderr: string }
    return { code: status, stdout, stderr }
  }
}

test('an export is refused until it is signed, shows its plan, is done, runs in plain Kysely, and is taken back', async () => {
  const folder = await approved()
  const migrations = ['--migrations', join(folder, 'migrations')]
  const refused = await cli(['export', ...migrations])
  expect([refused.code, refused.stdout]).toStrictEqual([
    1,
    expect.stringContaining('is not signed'),
  ])
  expect((await cli(['sign', '--all', ...migrations, '--note', 'looked'])).code).toBe(0)
  const notes = ['--notes', join(folder, 'NOTES.md')]
  const plan = await cli(['export', '--plan', '--json', ...migrations, ...notes])
  expect([plan.code, documentOf(plan)]).toMatchObject([0, { refusals: [], applied: false }])
  expect(existsSync(join(folder, 'migrations_archive'))).toBe(false)
  const done = await cli(['export', ...migrations, ...notes])
  expect(done).toMatchObject({ code: 0, stdout: expect.stringContaining('git commit -m') })
  expect(readdirSync(join(folder, 'migrations')).toSorted()).toStrictEqual([
    '001_baseline.ts',
    '002_seed.ts',
  ])
  const report = readFileSync(join(folder, 'migrations_archive/report.md'), 'utf8')
  expect(report).toContain('not authentication')
  expect(report).toMatch(/Ada, ada@studio\.test/)
  expect(report).toContain('was not kept with this run')

  const require = createRequire(import.meta.url)
  for (const name of ['kysely', 'kysely027']) {
    const database = await testDatabase(server)
    const own = join(projectFolder({ 'x.txt': '' }), 'node_modules')
    mkdirSync(own)
    const found = require.resolve(name)
    symlinkSync(
      found.slice(0, found.lastIndexOf(`/${name}/`) + name.length + 1),
      join(own, 'kysely'),
    )
    const ran = await plainBuild({
      folder: join(folder, 'migrations'),
      database: database.url,
      runId: newRunId(),
      kysely: dirname(own),
    })
    expect(ran.migrations.map(({ status }) => status)).toStrictEqual(['applied', 'applied'])
    expect(ran.kyselyVersion).toMatch(name === 'kysely' ? /^0\.28/ : /^0\.27/)
    expect(await query(database.url, 'select id, email, name from users')).toStrictEqual([
      { id: 1, email: 'first@studio.test', name: null },
    ])
  }

  const back = await cli(['export', '--undo', ...migrations])
  expect(back.code).toBe(0)
  expect(execFileSync('git', ['status', '--porcelain'], { cwd: folder, encoding: 'utf8' })).toBe('')
}, 600_000)

test('the scripts that were added work', async () => {
  const folder = await approved()
  const migrations = ['--migrations', join(folder, 'migrations')]
  await cli(['sign', '--all', ...migrations])
  expect((await cli(['export', ...migrations])).code).toBe(0)
  const url = await ownDatabase('studio_dev')
  const rows = async (): Promise<number> => (await query(url, 'select from users')).length
  expect(npm(folder, ['migrate'], url)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('2 migrations ran'),
  })
  expect(npm(folder, ['migrate'], url).stdout).toContain('Nothing was new')
  expect(npm(folder, ['db:snapshot'], url)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Equal: 0 differences'),
  })
  const [baseline, seed] = ['001_baseline.ts', '002_seed_definitions.ts'].map((name) =>
    readFileSync(join(folder, 'migrations_snapshot', name), 'utf8'),
  )
  expect([baseline, seed]).toStrictEqual([
    expect.stringMatching(/createTable\('public\.users'\)[^]*addColumn\('name'/),
    expect.not.stringContaining('first@studio.test'),
  ])
  expect(baseline).not.toContain('kysely_migration')
  const snapshot = join(folder, 'migrations_snapshot', '001_baseline.ts')
  const edited = baseline?.replace('  // Tables', '  // Tables, by hand') ?? ''
  writeFileSync(snapshot, edited)
  expect(npm(folder, ['db:snapshot'], url)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Nothing to change'),
  })
  await query(url, 'alter table users add age int')
  expect(npm(folder, ['db:snapshot'], url)).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^\+.*addColumn\('age'/m),
    stderr: expect.stringContaining('Nothing was written: it is written with --yes'),
  })
  expect(readFileSync(snapshot, 'utf8')).toBe(edited)
  expect(npm(folder, ['db:snapshot', '--', '--yes'], url).code).toBe(0)
  expect(readFileSync(snapshot, 'utf8')).toMatch(/\/\/ Tables, by hand\n[^]*addColumn\('age'/)
  await query(url, 'alter table users drop age')
  await query(url, "insert into users (email) values ('b@b')")
  expect(npm(folder, ['db:nuke'], url)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--yes-drop studio_dev'),
  })
  expect(await rows()).toBe(2)
  expect(npm(folder, ['db:rebuild', '--', '--yes-drop', 'studio_dev'], url).code).toBe(0)
  expect(await rows()).toBe(1)
  expect(npm(folder, ['db:nuke', '--', '--yes-drop', 'studio_dev'], url).code).toBe(0)
  await expect(rows()).rejects.toThrow('does not exist')
  expect(npm(folder, ['migrate'], url).code).toBe(0)
}, 600_000)

test('of exports that are begun at once one does it, and the others say when it was done', async () => {
  const folder = await approved()
  const migrations = ['--migrations', join(folder, 'migrations')]
  expect((await cli(['sign', '--all', ...migrations, '--note', 'looked'])).code).toBe(0)
  const ended = await Promise.all([1, 2, 3].map(() => cli(['export', ...migrations])))
  const said = ended.map(({ stdout, stderr }) => stdout.split('\n')[0] || stderr).toSorted()
  const already = expect.stringMatching(/^It was exported already, on \d{4}-.* UTC\.$/)
  const done = expect.stringMatching(/^Exported: \d+ files written/)
  expect(said).toStrictEqual([done, already, already])
})

describe('nuke', { timeout: 600_000 }, () => {
  const CANARY = 'canary-password'
  const nuke = (url: DatabaseUrl, ...words: string[]): Promise<Ended> =>
    cli(['nuke', '--force', ...words], { env: { DATABASE_URL: url.reveal() } })

  test('empties a database down to what a new one holds, on 18 and 15', async () => {
    for (const major of [18, 15] as const) {
      const its = testServer(major)
      await query(its.url, 'create database everything template template0')
      const url = its.url.withDatabase('everything')
      await query(
        url,
        `create schema app; create extension hstore schema app; create type app.mood as enum ('a');
         create table app.t (id serial primary key, m app.mood, h app.hstore); create table public.u (id int);
         create view v as select * from u; create materialized view mv as select 1 as a;
         create function f() returns event_trigger language plpgsql as $$ begin raise exception 'no'; end $$;
         create event trigger e on sql_drop execute function f(); alter event trigger e disable;
         create publication p for table u; create cast (int4 as app.mood) with inout;
         create foreign data wrapper w; create server s foreign data wrapper w;
         select lo_create(0); alter default privileges revoke execute on functions from public;
         alter default privileges grant select on tables to public; alter event trigger e enable`,
      )
      const ended = await nuke(url, '--yes-drop', 'everything')
      expect([major, ended.code, ended.stderr]).toStrictEqual([major, 0, expect.any(String)])
      await query(its.url, 'create database fresh template template0')
      const about = (database: DatabaseUrl) =>
        query(
          database,
          `select nspname as name, nspowner::regrole::text as owner, nspacl::text as acl, obj_description(oid, 'pg_namespace') as comment
             from pg_namespace where nspname !~ '^pg_(toast|temp)' union all
           select 'class ' || count(*), null, null, null from pg_class where oid >= 16384 union all
           select 'proc ' || count(*), null, null, null from pg_proc where oid >= 16384 union all
           select 'type ' || count(*), null, null, null from pg_type where oid >= 16384 union all
           select 'cast ' || count(*), null, null, null from pg_cast where oid >= 16384 union all
           select 'extension ' || extname, null, null, null from pg_extension union all
           select 'others ' || (select count(*) from pg_event_trigger) || (select count(*) from pg_publication)
             || (select count(*) from pg_foreign_data_wrapper) || (select count(*) from pg_largeobject_metadata)
             || (select count(*) from pg_default_acl), null, null, null order by 1`,
        )
      expect(await about(url)).toStrictEqual(await about(its.url.withDatabase('fresh')))
    }
  })

  test('refuses what is not confirmed, the wrong name, servers, production and other machines', async () => {
    const url = await ownDatabase('mine')
    const production = await ownDatabase('studio-production')
    await query(url, 'create table kept (a int)')
    const expected: readonly (readonly [DatabaseUrl, readonly string[], string])[] = [
      [url, [], 'nobody confirmed it'],
      [url, ['--yes-drop', 'Mine'], 'the name that was given is "Mine"'],
      [server.url, ['--yes-drop', server.url.database], 'the server itself needs'],
      [
        server.url.withDatabase('template1'),
        ['--yes-drop', 'template1'],
        'the server itself needs',
      ],
      [production, ['--yes-drop', 'studio-production'], 'it is in production'],
    ]
    for (const [which, words, why] of expected) {
      const { code, stderr, stdout } = await nuke(which, ...words)
      expect([which.database, code, stderr]).toStrictEqual([
        which.database,
        2,
        expect.stringContaining(why),
      ])
      expect(stdout + stderr).not.toContain(CANARY)
    }
    const unforced = await cli(['nuke', '--database', url.reveal()])
    expect([unforced.code, unforced.stdout]).toStrictEqual([
      2,
      expect.stringContaining('schema public: 1 relation'),
    ])
    expect(await query(url, 'select from kept')).toStrictEqual([])
    await query(url, "comment on database mine is 'rebaseline: disposable'")
    expect((await nuke(url)).code).toBe(0)
  })

  test('refuses where others are connected, names them, and ends them only when told', async () => {
    const url = await ownDatabase('busy')
    await withConnection(url, { runId: 'other' }, async () => {
      const refused = await nuke(url, '--yes-drop', 'busy')
      expect([refused.code, refused.stderr]).toStrictEqual([
        2,
        expect.stringContaining('rebaseline/other'),
      ])
      expect((await nuke(url, '--yes-drop', 'busy', '--end-sessions')).code).toBe(0)
    })
  })

  test('what can not be dropped leaves everything', async () => {
    const url = await ownDatabase('partly')
    await query(
      url,
      `create role weak login password '${CANARY}'; create table public.kept (a int); create schema weaks authorization weak; create table weaks.t (a int)`,
    )
    const weak = new DatabaseUrl(url.reveal().replace(/\/\/[^@]*@/, `//weak:${CANARY}@`))
    const ended = await nuke(weak, '--yes-drop', 'partly')
    expect([ended.code, ended.stderr]).toStrictEqual([2, expect.stringContaining('must be owner')])
    expect(ended.stdout + ended.stderr).not.toContain(CANARY)
    expect(await query(url, 'select from weaks.t')).toStrictEqual([])
    await query(url, 'drop schema weaks cascade; drop role weak')
  })
})

test('a database that has run archived migrations is told so by migrate', async () => {
  const folder = projectFolder(OLD)
  const url = await ownDatabase('moved')
  const words = (at: string): string[] => [
    'migrate',
    '--migrations',
    join(at, 'migrations'),
    '--database',
    url.reveal(),
  ]
  expect((await cli([...words(folder), '--json'])).code).toBe(0)
  const { 'migrations/002_name.ts': _gone, ...less } = OLD
  const ended = await cli(words(projectFolder({ ...less, 'migrations/003_x.ts': migration('') })))
  expect([ended.code, ended.stderr]).toStrictEqual([
    2,
    expect.stringContaining('its ledger has to be moved over'),
  ])
})

test('migrate without a database says which variable it looked at', async () => {
  const folder = projectFolder(OLD)
  const words = ['migrate', '--migrations', join(folder, 'migrations')]
  const ended = await cli([...words, '--database-env', 'STUDIO_URL'])
  expect([ended.code, ended.stderr]).toStrictEqual([
    2,
    expect.stringContaining('STUDIO_URL is not set'),
  ])
})
