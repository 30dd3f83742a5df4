import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cli, documentOf } from '../testing/cli.ts'
import { projectFolder } from '../testing/project-folder.ts'

const UP = 'export async function up() {}'
const ACK = ['ack', 'name', '--reason', 'x', '--name', 'Ada', '--email', 'ada@studio.test']

test('init writes what the project shows, once, and touches nothing else', async () => {
  const cwd = projectFolder({
    'package.json': '{}',
    'src/db/migrations/001.mjs': UP,
    'compose.yaml': 'services: { db: { image: postgres:16 } }',
    '.env': 'DATABASE_URL=postgres://me:hunter2@db/app',
  })
  const written = await cli(['init', '--notes', 'NOTES.md', '--json'], { cwd })
  const file = join(cwd, 'rebaseline.config.mjs')
  const configuration = {
    migrations: 'src/db/migrations',
    postgres: 16,
    databaseEnv: 'DATABASE_URL',
    notes: 'NOTES.md',
  }
  expect([written.code, documentOf(written)]).toEqual([0, { file, configuration }])
  expect(written.stderr).toContain(`init writes ${file}, and touches nothing else`)
  const text = readFileSync(file, 'utf8')
  expect(text).toContain("migrations: 'src/db/migrations',")
  expect(readdirSync(cwd).sort()).toEqual(
    ['.env', 'compose.yaml', 'package.json', 'rebaseline.config.mjs', 'src'].sort(),
  )
  const again = await cli(['init'], { cwd: join(cwd, 'src') })
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining('is there already')])
  expect(readFileSync(file, 'utf8')).toBe(text)

  // The nearest configuration holds in folders below it, and the command line goes before it.
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [ACK, /nothing was compared|has not been compared|no comparison/i],
    [[...ACK, '--migrations', 'nowhere'], /nowhere/],
    [['export', '--undo'], /none was applied here/],
  ]
  for (const [words, told] of cases) {
    const ended = await cli(words, { cwd: join(cwd, 'src') })
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringMatching(told)])
  }
  expect(existsSync(join(cwd, 'src', '.rebaseline'))).toBe(false)
})

test('what is named from a folder below is written as the project has it', async () => {
  const cwd = projectFolder({ 'package.json': '{}', 'src/db/001.mjs': UP, 'docs/NOTES.md': '' })
  const words = ['init', '--migrations', 'db', '--notes', '../docs/NOTES.md', '--json']
  const written = await cli(words, { cwd: join(cwd, 'src') })
  const configuration = { migrations: join('src', 'db'), notes: join('docs', 'NOTES.md') }
  expect([written.code, documentOf(written)]).toMatchObject([0, { configuration }])
})

test('without a configuration the only folder is taken and told; of several, none', async () => {
  const cwd = projectFolder({ 'package.json': '{}', 'db/migrations/001.mjs': UP })
  const one = await cli(ACK, { cwd })
  expect(one.stderr).toContain('Taking db/migrations (its usual place)')
  mkdirSync(join(cwd, 'migrations'))
  writeFileSync(join(cwd, 'migrations', '001.mjs'), UP)
  const several = await cli(['verify', '--baseline', 'x'], { cwd })
  expect([several.code, several.stderr]).toEqual([
    2,
    expect.stringContaining('there are several: migrations, db/migrations'),
  ])
  const init = await cli(['init'], { cwd })
  expect([init.code, init.stderr]).toEqual([2, expect.stringContaining('--migrations')])
})

test('a configuration that can not be obeyed is told, with what helps', async () => {
  const cwd = projectFolder({
    'package.json': '{}',
    'rebaseline.config.ts': 'export default { postgres: 99 }',
  })
  const told = await cli(['verify', '--baseline', 'x'], { cwd })
  expect([told.code, told.stderr]).toEqual([
    2,
    expect.stringMatching(
      /rebaseline\.config\.ts: postgres is not a whole number[^]*Mend that file/,
    ),
  ])
})
