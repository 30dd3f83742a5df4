import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Server } from '../postgres/engine.ts'
import { readReports } from '../team/reports.ts'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { testServer } from '../testing/postgres.ts'

const OLD = {
  '001_users.ts': migration(`
    await run("create table users (id serial primary key, email text not null unique)")
    await run("insert into users (email) values ('first@studio.test')")`),
  '050_name.ts': migration('await run("alter table users add name text")'),
}

let server: Server
let generated: string
beforeAll(async () => {
  server = testServer(18)
  const old = Object.entries(OLD).map(([name, text]) => [`old/${name}`, text])
  const source = projectFolder({
    'package.json': '{ "type": "module" }',
    ...Object.fromEntries(old),
  })
  generated = join(source, 'migrations')
  const words = ['generate', '--migrations', join(source, 'old'), '--out', generated]
  const { code, stderr } = await cli([...words, '--server', server.url.reveal()])
  if (code !== 0) throw new Error(stderr)
})

/** A project as an export leaves it: its old folder archived, with the report, and baseline and seed in its place. */
function exported(later: Readonly<Record<string, string>>): string {
  const folder = projectFolder({ 'package.json': '{ "type": "module" }' })
  const archive = join(folder, 'migrations_archive')
  mkdirSync(archive)
  for (const [name, text] of Object.entries(OLD)) writeFileSync(join(archive, name), text)
  cpSync(generated, join(folder, 'migrations'), { recursive: true })
  const report = {
    finishedAt: '2026-01-01T00:00:00.000Z',
    archived: Object.keys(OLD).map((file) => ({ name: file.slice(0, -3), file, hash: '' })),
    written: ['001_baseline.ts', '002_seed_definitions.ts'].map((file) => ({
      path: `migrations/${file}`,
      hash: '',
    })),
  }
  writeFileSync(join(archive, 'report.json'), JSON.stringify(report))
  for (const [name, text] of Object.entries(later)) {
    writeFileSync(join(folder, 'migrations', name), text)
  }
  return folder
}

const verify = (folder: string): Promise<Ended> =>
  cli([
    'verify',
    '--json',
    `--migrations=${join(folder, 'migrations_archive')}`,
    `--baseline=${join(folder, 'migrations')}`,
    `--server=${server.url.reveal()}`,
  ])

const AGE = migration('await run("alter table users add age int default 7")')
const RENAMES = migration('await run("alter table users rename column name to title")')

test('the old migrations followed by the later files are proven against baseline, seed and later files', async () => {
  const folder = exported({ '051_age.ts': AGE, '052_title.ts': RENAMES })
  const ended = await verify(folder)
  expect([ended.code, documentOf(ended)['verdict']]).toStrictEqual([0, 'equal'])
  expect(ended.stderr).toContain(
    'followed by 2 later files of migrations: 051_age.ts, 052_title.ts',
  )
})

test('later files run after all archived ones, whatever their numbers', async () => {
  // It needs what 050_name made, and sorts before it.
  const folder = exported({ '003_title.ts': RENAMES })
  const ended = await verify(folder)
  expect([ended.code, documentOf(ended)['verdict']]).toStrictEqual([0, 'equal'])
})

test('a later file that does not run is named where it stands', async () => {
  const folder = exported({ '003_bad.ts': migration('await run("select nothing")') })
  const ended = await verify(folder)
  expect([ended.code, ended.stderr]).toStrictEqual([2, expect.stringContaining('003_bad.ts')])
  expect(ended.stderr).toContain('migrations/003_bad.ts')
})

test('a baseline that somebody edited since is found behind later files too', async () => {
  const folder = exported({ '051_age.ts': AGE })
  const baseline = join(folder, 'migrations/001_baseline.ts')
  const text = readFileSync(baseline, 'utf8')
  writeFileSync(
    baseline,
    text.replace("addColumn('name', 'text'", "addColumn('name', 'varchar(9)'"),
  )
  expect(readFileSync(baseline, 'utf8')).not.toBe(text)
  const ended = await verify(folder)
  expect([ended.code, documentOf(ended)]).toMatchObject([
    1,
    { verdict: 'different', findings: [{ kind: 'column', change: 'changed' }] },
  ])
})

test('only what the last export archived is the old side, and what of that is gone is told', async () => {
  const folder = exported({})
  const archive = join(folder, 'migrations_archive')
  writeFileSync(join(archive, '060_other.ts'), migration('await run("create table other ()")'))
  expect(await verify(folder)).toMatchObject({ code: 0 })
  rmSync(join(archive, '050_name.ts'))
  const ended = await verify(folder)
  expect([ended.code, ended.stderr]).toStrictEqual([
    2,
    expect.stringContaining('names 050_name.ts, which is gone'),
  ])
})

test('a folder without the report of an export is one old side, however many files a baseline has', async () => {
  const folder = exported({ '051_age.ts': AGE })
  renameSync(join(folder, 'migrations_archive/report.json'), join(folder, 'report.json'))
  expect(await readReports(join(folder, 'migrations_archive'))).toStrictEqual([])
  expect(documentOf(await verify(folder))).toMatchObject({ verdict: 'different' })
})

test('the command of a pipeline judges a folder as a merge left it, without git', async () => {
  const folder = exported({ '0003_early.ts': AGE })
  const words = ['branches', '--migrations', 'migrations']
  const bare = await cli(words, { cwd: folder, env: { GITHUB_ACTIONS: 'true' } })
  expect([bare.code, bare.stdout, bare.stderr]).toStrictEqual([
    1,
    expect.stringContaining('git mv -- migrations/0003_early.ts migrations/051_early.ts'),
    expect.stringContaining('::error title='),
  ])
  const json = documentOf(await cli([...words, '--json'], { cwd: folder }))
  expect(json).toMatchObject({ state: 'after', verdict: 'refused', branches: null })
  execFileSync('git', ['init', '-q'], { cwd: folder })
  const before = projectFolder({ 'migrations/001_a.ts': OLD['001_users.ts'] })
  expect(await cli(words, { cwd: before })).toMatchObject({
    code: 2,
    stdout: expect.stringContaining('Could not tell'),
  })
})
