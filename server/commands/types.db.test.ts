import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Server } from '../postgres/engine.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf } from '../testing/cli.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const users = (columns: string): string =>
  migration(`await run("create table users (id serial primary key, ${columns})")`)

let server: Server
beforeAll(() => {
  server = testServer(18)
})

const on = (): string => `--server=${server.url.reveal()}`

test('types are written into a file of ours, checked, and told where they drift', async () => {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    'migrations/001_users.ts': users('email text not null'),
    'other.ts': 'export {}\n',
  })
  const words = ['types', '--migrations=migrations', on()]
  // What is checked is the same whatever was read: a live database needs no replay.
  const { url } = await testDatabase(server)
  await withConnection(url, server, (query) =>
    query('create table users (id serial primary key, email text not null)'),
  )
  const check = ['types', `--database=${url.reveal()}`, on(), '--out', 'db.ts', '--check']
  const inFolder = { cwd: folder }
  expect(await cli([...words, '--out', 'other.ts'], inFolder)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Rebaseline did not write'),
  })
  expect(await cli([...words, '--out', 'db.js'], inFolder)).toMatchObject({ code: 2 })
  const missing = await cli(check, inFolder)
  expect([missing.code, existsSync(join(folder, 'db.ts'))]).toStrictEqual([1, false])
  const written = await cli([...words, '--out', 'db.ts', '--json'], inFolder)
  expect([written.code, documentOf(written)]).toMatchObject([
    0,
    { outcome: 'written', tables: 1, columns: 2 },
  ])
  const file = join(folder, 'db.ts')
  const text = readFileSync(file, 'utf8')
  expect(text).toContain('  email: string\n  id: Generated<number>\n')
  writeFileSync(file, text.replace('email: string', 'email: string | null'))
  const drifted = await cli(check, inFolder)
  expect([drifted.code, drifted.stdout]).toStrictEqual([
    1,
    expect.stringContaining('− Users.email: string | null\n  + Users.email: string'),
  ])
})

test('verify says whether the types of both sides are the same, and which lines are not', async () => {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }',
    'migrations/001_users.ts': users('email text not null'),
    'same/001_baseline.ts': users('email text not null'),
    'other/001_baseline.ts': users('email text'),
  })
  const verify = (baseline: string, ...more: string[]) =>
    cli(['verify', '--migrations=migrations', `--baseline=${baseline}`, on(), ...more], {
      cwd: folder,
    })
  const summary = join(folder, 'summary.md')
  const same = await verify('same', '--summary', summary)
  expect([same.code, same.stdout]).toStrictEqual([
    0,
    expect.stringMatching(/Kysely types: identical \(1 table with 2 columns, by Rebaseline \d/),
  ])
  expect(readFileSync(summary, 'utf8')).toContain('The Kysely types are the same: **holds**')
  const other = await verify('other', '--json')
  expect([other.code, documentOf(other)['types']]).toMatchObject([
    1,
    {
      outcome: 'different',
      differing: [
        { side: 'old', line: 'Users.email: string' },
        { side: 'rebuilt', line: 'Users.email: string | null' },
      ],
    },
  ])
})
