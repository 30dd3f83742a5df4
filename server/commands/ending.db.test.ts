import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { beforeAll, expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import type { Server } from '../postgres/engine.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf, startCli, type Running } from '../testing/cli.ts'
import {
  openFolder,
  processesWith,
  removeOpenFolder,
  runFolders,
  until,
} from '../testing/held-server.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

let server: Server
let good: string

beforeAll(async () => {
  server = testServer(18)
  good = projectFolder({ '001.ts': migration("await run('create table good (x int)')") })
})

/** A call in the middle of a statement of a migration. */
async function busy(more: readonly string[], env: Record<string, string> = {}): Promise<Running> {
  const endless = projectFolder({
    '001.ts': migration("await run('create table a (x int)')"),
    '002.ts': migration("await run('select pg_sleep(600)')"),
  })
  const words = ['verify', '--migrations', endless, '--baseline', good, ...more]
  const running = startCli(words, { env })
  await running.saying(/Applied 001/)
  return running
}

/** Names of databases, and of applications that are connected, that runs left on the shared server. */
async function leftOn({ url, runId }: Server, apart = ''): Promise<string[]> {
  const rows = await withConnection(url, { runId }, (query) =>
    query(`select datname::text as name from pg_database where datname like 'rebaseline%' and datname <> '${apart}'
           union all select application_name from pg_stat_activity
            where application_name like 'rebaseline%' and application_name not like '%${runId}%'`),
  )
  return rows.map(({ name }) => String(name))
}

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s ends a run at once, and nothing of it is left', async (signal, code) => {
  const temporary = openFolder()
  const [embedded, foreign] = await Promise.all([
    busy([], { TMPDIR: temporary }),
    busy(['--json', '--server', server.url.reveal()]),
  ])
  embedded.child.kill(signal)
  foreign.child.kill(signal)
  const [first, second] = await Promise.all([embedded.ended, foreign.ended])
  expect([first.code, second.code]).toStrictEqual([code, code])
  expect(JSON.parse(second.stdout)).toMatchObject({ error: { code: 'run-cancelled' } })
  expect(first.stdout).toBe('')
  expect(first.stderr).not.toMatch(/^\s+at /m)
  expect(runFolders(temporary)).toStrictEqual([])
  expect(await leftOn(server)).toStrictEqual([])
  await until(() => processesWith(temporary).length === 0, 'its processes are gone')
  removeOpenFolder(temporary)
})

test('a statement of ours that lasts is ended as well, before patience ends', async () => {
  const temporary = openFolder()
  const script = join(projectFolder({ 'slow.sql': 'select pg_sleep(600)' }), 'slow.sql')
  const words = ['compare', script, script, '--json']
  const calls = [
    startCli(words, { env: { TMPDIR: temporary } }),
    startCli([...words, '--server', server.url.reveal()]),
  ]
  await Promise.all(calls.map((call) => call.saying(/Running .*slow\.sql/)))
  await wait(500)
  for (const { child } of calls) child.kill('SIGINT')
  for (const ended of await Promise.all(calls.map((call) => call.ended))) {
    expect(ended.code).toBe(130)
    // Whoever is let go when patience ends prints no document.
    expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'run-cancelled' } })
  }
  expect(runFolders(temporary)).toStrictEqual([])
  expect(await leftOn(server)).toStrictEqual([])
  removeOpenFolder(temporary)
})

test('after kill -9 the next run leaves nothing behind', async () => {
  const temporary = openFolder()
  const env = { TMPDIR: temporary }
  const [embedded, foreign] = await Promise.all([
    busy([], env),
    busy(['--server', server.url.reveal()], env),
  ])
  // What a run that wrote a draft would have left.
  const [ownFolder = ''] = runFolders(temporary)
  const mark = /run-(.*)-[0-9a-f]{8}$/.exec(ownFolder)?.[1]
  const draft = join(temporary, `rebaseline-draft-${mark}-00000000`)
  mkdirSync(draft)
  embedded.child.kill('SIGKILL')
  foreign.child.kill('SIGKILL')
  await Promise.all([embedded.ended, foreign.ended])
  const out = join(temporary, 'out')
  const next = ['generate', '--migrations', good, '--out', out]
  const again = await cli([...next, '--rebuilt-server', server.url.reveal()], { env })
  expect(again).toMatchObject({ code: 0 })
  expect(existsSync(draft)).toBe(false)
  await until(() => processesWith(temporary).length === 0, 'its processes are gone')
  expect(runFolders(temporary)).toStrictEqual([])
  expect(
    readdirSync(temporary).filter((name) => name.startsWith('rebaseline-draft')),
  ).toStrictEqual([])
  expect(await leftOn(server)).toStrictEqual([])
  removeOpenFolder(temporary)
})

test('a generate that is killed leaves no folder for what it never wrote', async () => {
  const temporary = openFolder()
  const endless = projectFolder({ '001.ts': migration("await run('select pg_sleep(600)')") })
  const out = join(projectFolder({}), 'new', 'baseline')
  const words = ['generate', '--migrations', endless, '--out', out]
  const running = startCli([...words, '--server', server.url.reveal()], {
    env: { TMPDIR: temporary },
  })
  await running.saying(/Replaying/)
  running.child.kill('SIGKILL')
  await running.ended
  expect(existsSync(join(out, '..'))).toBe(false)
  await until(() => processesWith(endless).length === 0, 'its processes are gone')
  removeOpenFolder(temporary)
})

test('the page of two databases is served until it is ended', async () => {
  const { url, name } = await testDatabase(server)
  await withConnection(url, server, (query) => query('create table a (x int)'))
  const running = startCli(['ui', '--old', url.reveal(), '--rebuilt', url.reveal()])
  const said = await running.saying(/The page: http:\/\/127\.0\.0\.1:\d+\/#code=\S+\n/)
  expect(said).toContain('Equal: 0 differences')
  const [origin = '', code = ''] = (/The page: (\S+)/.exec(said)?.[1] ?? '').split('/#code=')
  const headers = { origin, 'content-type': 'application/json' }
  const session = await fetch(`${origin}/api/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ code }),
  })
  expect(session.status).toBe(200)
  running.child.kill('SIGINT')
  expect(await running.ended).toMatchObject({ code: 0 })
  const json = startCli(['ui', '--old', url.reveal(), '--rebuilt', url.reveal(), '--json'])
  await json.saying(/^}\n/m)
  json.child.kill('SIGINT')
  expect(documentOf(await json.ended)).toMatchObject({
    page: expect.stringMatching(/^http:/),
    verdict: 'equal',
  })
  expect(await leftOn(server, name)).toStrictEqual([])
})
