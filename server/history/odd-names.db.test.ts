import { beforeAll, expect, test } from 'vitest'
import { withConnection } from '../postgres/session.ts'
import type { Server } from '../postgres/engine.ts'
import { newRunId } from '../postgres/run-id.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { plainBuild, replay } from './replay.ts'

const runId = newRunId()
let server: Server

beforeAll(() => {
  server = testServer(15)
})

const table = (name: string): string => migration(`await run('create table ${name} (x int)')`)

/** Names as real projects have them; as they stand here they sort. */
const FILES = {
  '001_first.ts': table('first'),
  '001_second.ts': table('second'),
  '2023-13-45T99:61:00_impossible.ts': table('impossible'),
  '20240101..two.dots.ts': table('dots'),
  '_template.ts': table('of_template'),
  'zzzz_last.ts': table('last'),
}

const NAMES = Object.keys(FILES).map((file) => file.slice(0, -'.ts'.length))

test.each([
  ['one at a time', replay],
  ['by plain migrateToLatest', plainBuild],
])('odd names are those of the ledger, in Kysely’s order: %s', async (_way, run) => {
  const { url: database } = await testDatabase(server)
  const folder = projectFolder({ ...FILES, '_patterns.ts': 'export const patterns = [/^\\d+/]' })
  const { migrations, ignored } = await run({ folder, database, runId })
  expect(migrations.map(({ name, file, status }) => [name, file, status])).toEqual(
    NAMES.map((name) => [name, `${name}.ts`, 'applied']),
  )
  expect(ignored).toEqual([{ file: '_patterns.ts', reason: 'exports no function `up`' }])
  const rows = await withConnection(database, { runId }, (send) =>
    send('select name from kysely_migration order by name collate "C"'),
  )
  expect(rows.map(({ name }) => name)).toEqual(NAMES)
})
