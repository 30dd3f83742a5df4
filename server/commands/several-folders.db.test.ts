import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { committed, git } from '../testing/git.ts'
import { withConnection } from '../postgres/session.ts'
import { readHistory, writeBaseline } from '../library.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

/** Each needs what the one before it made, and they stand in two folders by turns. */
const FILES = {
  'package.json': '{ "name": "two", "type": "module" }',
  'core/001_users.ts': migration('await run("create table users (id int primary key)")'),
  'core/003_name.ts': migration('await run("alter table bills add name text")'),
  'core/index.ts': `
    import * as users from './001_users.ts'
    import * as name from './003_name.ts'
    export const list = { '001_users': users, '003_name': name }
  `,
  'billing/002_bills.ts': migration(
    'await run("create table bills (id int primary key references users)")',
  ),
  'billing/004_first.sql': 'insert into users values (7); insert into bills values (7, $$x$$)',
  'billing/helpers.ts': 'export const x = 1',
  'billing/README.md': '',
}

const BOTH = ['--migrations', 'core', '--migrations', 'billing']
const run = (cwd: string, ...words: readonly string[]): Promise<Ended> =>
  cli([...words, '--server', testServer(18).url.reveal()], { cwd })

test('two folders are told, written and proven as one history, by the command line and the configuration', async () => {
  const cwd = projectFolder(FILES)
  const told = await run(cwd, 'history', ...BOTH, '--json')
  expect([told.code, told.stderr]).toMatchObject([0, expect.stringContaining('Applied 004_first')])
  expect(documentOf(told)).toMatchObject({
    migrations: [
      { name: '001_users', file: '001_users.ts' },
      { name: '002_bills', file: '../billing/002_bills.ts' },
      { name: '003_name', file: '003_name.ts', effects: { objects: [{ kind: 'column' }] } },
      { name: '004_first', file: '../billing/004_first.sql' },
    ],
    ignored: [
      { file: '../billing/README.md', reason: 'not a TypeScript or JavaScript file' },
      { file: '../billing/helpers.ts', reason: 'exports no function `up`' },
      { file: 'index.ts', reason: expect.not.stringContaining('without') },
    ],
  })

  expect(await run(cwd, 'generate', ...BOTH, '--out', 'billing')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--out is the folder of the old migrations'),
  })
  for (const command of ['branches', 'init']) {
    const refused = await cli([command, ...BOTH], { cwd })
    expect([command, refused.code, refused.stderr]).toEqual([
      command,
      2,
      expect.stringMatching(/names 2 folders \(core, billing\), and this works on one/),
    ])
  }
  const config = join(cwd, 'rebaseline.config.ts')
  writeFileSync(config, "export default { migrations: ['core', 'billing'] }")
  // The line may be drawn in one folder, with files of both behind it.
  const drawn = ['--squash-to', '002', '--json']
  const made = await run(cwd, 'generate', '--out', 'half', ...drawn)
  expect([made.code, documentOf(made)]).toMatchObject([0, { verdict: 'equal' }])
  const proven = await run(cwd, 'verify', '--baseline', 'half', ...drawn)
  expect([proven.code, documentOf(proven)]).toMatchObject([0, { verdict: 'equal' }])

  writeFileSync(join(cwd, 'billing/001_users.ts'), migration(''))
  const twice = await run(cwd, 'history')
  expect([twice.code, twice.stderr]).toEqual([
    2,
    expect.stringMatching(/same name: .*core\/001_users\.ts and .*billing\/001_users\.ts/),
  ])
  rmSync(join(cwd, 'billing'), { recursive: true })
  mkdirSync(join(cwd, 'billing'))
  writeFileSync(join(cwd, 'billing/helpers.ts'), 'export const x = 1')
  expect(await run(cwd, 'history')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(
      /find migrations in .*billing: [^]*helpers\.ts: exports no function `up`[^]*name that alone/,
    ),
  })
  rmSync(join(cwd, 'billing'), { recursive: true })
  expect(await run(cwd, 'history')).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/billing: there is no such folder[^]*name that alone/),
  })
})

test('a database runs both folders, is told apart from them, and is built anew; a program names them in a list', async () => {
  const cwd = projectFolder(FILES)
  const scratch = testServer(18)
  const { url: live } = await testDatabase(scratch)
  const on = ['--database', live.reveal(), ...BOTH]
  const ran = await cli(['migrate', ...on, '--json'], { cwd })
  const all = [
    { name: '001_users' },
    { name: '002_bills' },
    { name: '003_name' },
    { name: '004_first' },
  ]
  expect([ran.code, documentOf(ran)]).toMatchObject([0, { migrations: all }])
  // What is missing comes of the one folder, what is still to run of the other.
  await withConnection(live, scratch, (query) => query('alter table bills drop name'))
  writeFileSync(join(cwd, 'billing/005_paid.ts'), migration('await run("create table paid ()")'))
  const drift = await run(cwd, 'drift', ...on)
  expect([drift.code, drift.stdout]).toEqual([1, expect.stringContaining('has run 4 of 5')])
  expect(drift.stdout).toContain('Still to run: 005_paid')
  expect(drift.stdout).toMatch(/bills[^]*003_name/)
  const sure = ['--force', '--yes-drop', live.database]
  const rebuilt = await cli(['rebuild', ...on, ...sure, '--json'], { cwd })
  expect([rebuilt.code, documentOf(rebuilt)]).toMatchObject([
    0,
    { migrations: [...all, { name: '005_paid' }] },
  ])
  expect(await run(cwd, 'drift', ...on)).toMatchObject({ code: 0 })

  const old = { migrations: [join(cwd, 'core'), join(cwd, 'billing')] }
  const options = { server: scratch.url.reveal() }
  const { migrations } = await readHistory(old, options)
  expect(migrations.map(({ file }) => file)).toContain('../billing/005_paid.ts')
  const written = await writeBaseline(old, { ...options, out: join(cwd, 'baseline') })
  expect([written.comparison.verdict, written.baseline]).toEqual([
    'equal',
    expect.stringContaining('paid'),
  ])
  await expect(readHistory({ migrations: [] }, options)).rejects.toMatchObject({ code: 'usage' })
})

test('an export of two folders leaves the baseline in the first, an archive beside each, and is taken back', async () => {
  const { 'core/index.ts': _, ...files } = FILES
  const cwd = projectFolder({
    ...files,
    'core/rules.ts': 'export default {}',
    'rebaseline.config.ts': "export default { migrations: ['core', 'billing'] }",
  })
  committed(cwd)
  expect(await run(cwd, 'verify')).toMatchObject({ code: 0 })
  const person = ['--name', 'Ada', '--email', 'a@b.test']
  expect(await cli(['sign', '--all', '--note', 'x', ...person], { cwd })).toMatchObject({ code: 0 })
  const late = join(cwd, 'billing/005_late.ts')
  writeFileSync(late, migration('await run("drop table bills")'))
  expect(await cli(['export', '--plan'], { cwd })).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/the old migrations changed since run 1: 005_late came into/),
  })
  rmSync(late)

  expect(await cli(['export'], { cwd })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /only core holds migrations: name that alone, as migrations: 'core'/,
    ),
  })
  const left = readdirSync(cwd, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^(?:billing|core|migrations).*\.\w+$/.test(path))
    .toSorted()
  expect(left).toEqual([
    'billing/README.md',
    'billing/helpers.ts',
    'billing_archive/002_bills.ts',
    'billing_archive/004_first.sql',
    'core/001_baseline.ts',
    'core/002_seed_definitions.ts',
    'migrations_archive/001_users.ts',
    'migrations_archive/003_name.ts',
    'migrations_archive/_README.md',
    'migrations_archive/report.html',
    'migrations_archive/report.json',
    'migrations_archive/report.md',
    'migrations_archive/rules.ts',
    'migrations_archive/stamp.json',
    'migrations_archive/stamp.sql',
    'migrations_archive/unstamp.sql',
  ])
  // What the pipeline asks from then on, with one folder named.
  const both = ['--migrations', 'migrations_archive', '--baseline', 'core']
  const again = await run(cwd, 'verify', ...both, '--json')
  expect([again.code, documentOf(again)]).toMatchObject([
    0,
    { verdict: 'equal', counts: { rows: { old: 2, rebuilt: 2 } } },
  ])
  expect(await cli(['branches', '--migrations', 'core'], { cwd })).toMatchObject({ code: 0 })
  // The configuration still names both.
  const unmended = await run(cwd, 'generate', '--out', 'new')
  expect([unmended.code, unmended.stderr]).toEqual([
    0,
    expect.stringMatching(/^core holds the baseline that was exported on/m),
  ])
  expect(await cli(['export', '--plan'], { cwd })).toMatchObject({
    stdout: expect.stringMatching(/exported already/),
  })
  expect(await cli(['export', '--undo'], { cwd })).toMatchObject({ code: 0 })
  expect(git(cwd, 'status', '--porcelain', 'core', 'billing')).toBe('')
})
