import { expect, test } from 'vitest'
import { readHistory } from './library.ts'
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

test('a folder that is not there is refused as everywhere', async () => {
  await expect(readHistory({ migrations: 'nowhere' })).rejects.toMatchObject({
    code: 'migrations-folder-missing',
  })
})
