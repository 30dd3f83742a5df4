import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HistoryAnswer, MigrationView } from '../../shared/history-view.ts'
import { hashFolder } from '../project/inputs.ts'
import { findProject, type Project } from '../project/project.ts'
import { openApp, type OpenApp, type OpenAppOptions } from '../testing/open-app.ts'
import { ranMigration, smallHistory } from '../testing/small-history.ts'
import { smallRun } from '../testing/small-run.ts'

let project: Project
let opened: OpenApp | undefined
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'rebaseline-history-'))
  mkdirSync(join(folder, 'migrations'))
  writeFileSync(join(folder, 'package.json'), '{}')
  writeFileSync(join(folder, 'migrations', '001_users.ts'), '// the users')
  project = findProject(join(folder, 'migrations'))
})
afterEach(async () => {
  await opened?.close()
  opened = undefined
  rmSync(project.folder, { recursive: true, force: true })
})

const HISTORY = smallHistory([
  ranMigration('001_users', { output: 'connected as hunter2' }),
  ranMigration('002_gone'),
  ranMigration('003_unread', { effects: null }),
  ranMigration('004_outside', { file: '../package.json' }),
  ranMigration('005_provided', { file: null }),
])

async function open(options: OpenAppOptions = {}): Promise<OpenApp> {
  const run = smallRun()
  const inputs = {
    migrations: await hashFolder(project.migrations),
    baseline: '',
    seed: '',
    rules: '',
    major: 18,
  }
  opened = await openApp(project, { run: { ...run, inputs, history: HISTORY }, ...options })
  return opened
}

const sourceOf = async ({ call }: OpenApp, number: number): Promise<MigrationView['source']> =>
  (await call('GET', `/api/history/migrations/${number}`)).json<MigrationView>().source

test('a history is listed without its statements; what is not known of a migration is null', async () => {
  const { call } = await open()
  const { run, history, why } = (await call('GET', '/api/history')).json<HistoryAnswer>()
  expect([run, why]).toEqual([1, null])
  expect(history?.migrations.map(({ name, done }) => [name, done?.created])).toEqual([
    ['001_users', 1],
    ['002_gone', 1],
    ['003_unread', undefined],
    ['004_outside', 1],
    ['005_provided', 1],
  ])
  expect(history?.picture.columns[2]).toEqual({ name: '003_unread', state: 'not-known' })
  expect(JSON.stringify(history)).not.toContain('create table')
})

test('a comparison without a history says why there is none', async () => {
  const { call } = await open({ run: smallRun() })
  const { history, why } = (await call('GET', '/api/history')).json<HistoryAnswer>()
  expect(history).toBeNull()
  expect(why).toContain('was not kept')
  expect((await call('GET', '/api/history/migrations/1')).statusCode).toBe(404)
  expect((await call('GET', '/api/history/search?words=x')).statusCode).toBe(404)
})

test('one migration comes in whole, with its file as it is now', async () => {
  const app = await open()
  const answer = await app.call('GET', '/api/history/migrations/1')
  const { migration, source } = answer.json<MigrationView>()
  expect(migration).toEqual(HISTORY.migrations[0])
  expect(source).toEqual({ text: '// the users', left: 0, why: null, current: true })
  writeFileSync(join(project.migrations, '001_users.ts'), 'x'.repeat(300_000))
  const changed = await sourceOf(app, 1)
  expect(changed).toMatchObject({ left: 300_000 - 256 * 1024, current: false })
  expect(changed.text).toHaveLength(256 * 1024)
})

test('a file that is gone, outside of the folder or none at all is not shown, and it is said why', async () => {
  const app = await open()
  expect(await sourceOf(app, 2)).toMatchObject({
    text: null,
    why: expect.stringMatching(/not there any more/),
  })
  expect(await sourceOf(app, 4)).toMatchObject({
    text: null,
    why: expect.stringMatching(/not in the folder/),
  })
  expect(await sourceOf(app, 5)).toMatchObject({
    text: null,
    why: expect.stringMatching(/provider/),
  })
})

test.each(['0', '6', '../1', '1e1', '9999999'])('there is no migration %s', async (number) => {
  const { call } = await open()
  const { statusCode } = await call('GET', `/api/history/migrations/${encodeURIComponent(number)}`)
  expect([400, 404]).toContain(statusCode)
})

test('migrations are found by every word of their name, SQL, objects and output', async () => {
  const { call } = await open()
  const find = async (words: string): Promise<unknown> =>
    (await call('GET', `/api/history/search?words=${encodeURIComponent(words)}`)).json()
  expect(await find('CREATE table 002')).toEqual({ names: ['002_gone'] })
  expect(await find('connected')).toEqual({ names: ['001_users'] })
  expect(await find('create nothing')).toEqual({ names: [] })
})

test('a secret that a migration printed is masked', async () => {
  const { call } = await open({ mask: (text) => text.replaceAll('hunter2', '***') })
  const { body } = await call('GET', '/api/history/migrations/1')
  expect(body).toContain('connected as ***')
  expect(body).not.toContain('hunter2')
})
