import { expect, test } from 'vitest'
import type { History } from '../../shared/history.ts'
import { cli } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

const FILES = {
  'package.json': '{ "type": "module" }',
  'migrations/001_rooms.ts': migration(
    'await run("create table rooms (id int primary key, name text)"); await run("insert into rooms values (1, \'Atelier\')")',
  ),
  'migrations/002_nothing.ts': migration(''),
  'migrations/004_title.ts': migration(
    'await run("alter table rooms rename column name to title")',
  ),
  'migrations/notes.md': '# Notes\n',
}

const history = (cwd: string, ...words: readonly string[]) =>
  cli(
    ['history', '--migrations', 'migrations', '--server', testServer(18).url.reveal(), ...words],
    { cwd },
  )

test('what each migration did, why one did nothing, what is to be known of the folder, and what was not run', async () => {
  const { code, stdout } = await history(projectFolder(FILES))
  expect(code).toBe(0)
  expect(stdout.replaceAll(/\([\d,]+ ms/g, '(… ms')).toMatchInlineSnapshot(`
    "3 migrations, replayed one at a time:

      001_rooms (… ms, 2 statements)
        creates table public.rooms; inserts 1 row of public.rooms
      002_nothing (… ms, 0 statements)
        no effect: it sends no statement through the database that it is given (what it sends by another driver than pg is not seen)
      004_title (… ms, 1 statement)
        alters table public.rooms

    By category:
      New tables: 1: 001_rooms
      Changes to tables: 1: 004_title
      No effect: 1: 002_nothing

    To be known:
      003 is missing, between 002_nothing and 004_title
      004_title: table column public.rooms.name is public.rooms.title from then on

    Not run:
      notes.md: not a TypeScript or JavaScript file

    Not tried:
      a build on another day: the clock can only be moved on a server that Rebaseline starts itself, and this one was named (--server, or REBASELINE_SERVER_URL)
    "
  `)
})

test('the same for programs', async () => {
  const said = "export default { categories: { 'Old <b>': ['00*_title', '9*'] } }"
  const cwd = projectFolder({ ...FILES, 'rebaseline.config.mjs': said })
  const { code, stdout } = await history(cwd, '--json')
  expect(code).toBe(0)
  const { migrations, findings, ignored, categories, categoryNotes } = JSON.parse(
    stdout,
  ) as History & Record<string, unknown>
  expect(categories).toEqual({
    'Old <b>': ['004_title'],
    'New tables': ['001_rooms'],
    'No effect': ['002_nothing'],
  })
  expect(categoryNotes).toEqual([expect.stringContaining('Old <b>: 9*, and none is called so')])
  expect(migrations.map(({ name, noEffect }) => [name, noEffect?.reason ?? null])).toEqual([
    ['001_rooms', null],
    ['002_nothing', 'no-statement'],
    ['004_title', null],
  ])
  expect(migrations[2]?.effects?.objects).toMatchObject([
    {
      change: 'renamed',
      kind: 'column',
      address: { names: ['public', 'rooms', 'title'] },
      was: { names: ['public', 'rooms', 'name'] },
    },
  ])
  expect(findings.map(({ kind }) => kind)).toContain('gap')
  expect(ignored.map(({ file }) => file)).toEqual(['notes.md'])
})

test('one that fails is told with its file, its statement and what came before', async () => {
  const failing = migration('await run("alter table rooms add column name text")')
  const cwd = projectFolder({ ...FILES, 'migrations/003_again.ts': failing })
  const { code, stderr } = await history(cwd)
  expect(code).toBe(2)
  expect(stderr).toMatch(/003_again/)
  expect(stderr).toMatch(/column "name" of relation "rooms" already exists/)
})

test('and for programs fact by fact', async () => {
  const failing = migration('await run("insert into rooms values (1, \'Loft\')")')
  const cwd = projectFolder({ ...FILES, 'migrations/003_again.ts': failing })
  const { code, stdout } = await history(cwd, '--json')
  expect(code).toBe(2)
  const { error } = JSON.parse(stdout) as { error: { code: string; migration: unknown } }
  expect(error.code).toBe('migration-failed')
  expect(error.migration).toEqual({
    name: '003_again',
    file: 'migrations/003_again.ts',
    line: 5,
    column: 3,
    reason: 'duplicate key value violates unique constraint "rooms_pkey"',
    code: '23505',
    detail: 'Key (id)=(1) already exists.',
    hint: null,
    statement: "insert into rooms values (1, 'Loft')",
    position: null,
    lastGood: '002_nothing',
  })
})
