import { expect, test } from 'vitest'
import { readHistory, writeBaseline } from './library.ts'
import { testServer } from './testing/postgres.ts'
import { migration, projectFolder } from './testing/project-folder.ts'

test('a program is given what each migration did, and what is to be known of the folder', async () => {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    'migrations/001_rooms.ts': migration('await run("create table rooms (id int)")'),
    'migrations/003_spaces.ts': migration('await run("alter table rooms rename to spaces")'),
  })
  const options = { server: testServer(15).url.reveal() }
  const history = await readHistory({ migrations: `${folder}/migrations` }, options)
  const did = history.migrations.map(({ name, effects }) => [
    name,
    effects?.objects.map(({ change, kind }) => `${change} ${kind}`),
  ])
  expect(did).toEqual([
    ['001_rooms', ['created table', 'created column']],
    ['003_spaces', ['renamed table', 'follows column']],
  ])
  expect(history.findings.map(({ kind }) => kind).sort()).toEqual(['gap', 'renamed'])
})

test('a baseline that replaces a part of the folder is written with names before what stays, and proven whole', async () => {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    'migrations/001_rooms.ts': migration('await run("create table rooms (id int)")'),
    'migrations/002_a.ts': migration('await run("alter table rooms add floor int")'),
  })
  const old = { migrations: `${folder}/migrations` }
  const options = { server: testServer(15).url.reveal(), squashTo: '001' }
  const written = await writeBaseline(old, { ...options, out: `${folder}/baseline` })
  expect(written.comparison).toMatchObject({ verdict: 'equal', findings: [] })
  expect(written.files.map((file) => file.slice(folder.length))).toEqual([
    '/baseline/001_baseline.ts',
    '/baseline/001_seed_definitions.ts',
  ])
  expect(written.baseline).not.toContain('floor')
  await expect(writeBaseline(old, { ...options, squashTo: '007' })).rejects.toMatchObject({
    code: 'squash-line-unknown',
    help: expect.stringContaining('squashTo out of the configuration'),
  })
  await expect(writeBaseline({ script: 'a.sql' }, options)).rejects.toMatchObject({ code: 'usage' })
})

test('a folder that is not there is refused as everywhere', async () => {
  await expect(readHistory({ migrations: 'nowhere' })).rejects.toMatchObject({
    code: 'migrations-folder-missing',
  })
})
