import { spawnSync } from 'node:child_process'
import { appendFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { openFolder, removeOpenFolder } from '../testing/held-server.ts'
import { smallDisk } from '../testing/small-disk.ts'
import { startServer, type Server } from './engine.ts'
import { DatabaseUrl } from './redact.ts'
import { serverFacts, withConnection } from './session.ts'

let cache = ''
const running: Server[] = []
beforeAll(() => {
  cache = openFolder()
})
beforeEach(() => vi.stubEnv('REBASELINE_CACHE', cache))
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()))
})
afterAll(() => {
  vi.unstubAllEnvs()
  removeOpenFolder(cache)
})

async function start(): Promise<Server> {
  const server = await startServer({ runId: 'copied', prefer: 'fetched' })
  running.push(server)
  return server
}

const systemOf = (server: Server): Promise<unknown> =>
  withConnection(server.url, server, (query) =>
    query('select system_identifier::text from pg_control_system()'),
  )

const templates = (): string[] => readdirSync(join(cache, 'clusters'))
const passwordOf = (server: Server): string => new URL(server.url.reveal()).password

test('the second server is a copy of the first, with a password of its own', async () => {
  const [first, second] = [await start(), await start()]
  expect(templates()).toHaveLength(1)
  expect(await systemOf(second)).toEqual(await systemOf(first))
  expect(passwordOf(second)).not.toBe(passwordOf(first))
  const wrong = new URL(second.url.reveal())
  wrong.password = passwordOf(first)
  await expect(serverFacts(new DatabaseUrl(wrong.href), 'copied')).rejects.toThrow(/password/)
  const passwords = [first, second].flatMap((server) => ['-e', passwordOf(server)])
  expect(spawnSync('grep', ['-rlF', ...passwords, cache]).status).toBe(1)
})

test.each<[how: string, damage: (data: string) => void]>([
  ['a file of it is gone', (data) => rmSync(join(data, 'global', 'pg_control'))],
  ['its settings were changed', (data) => appendFileSync(join(data, 'postgresql.conf'), '#')],
])('where %s it is passed by, and another made in its place', async (_how, damage) => {
  const before = templates()
  // What is set aside has its name and something after a dot.
  damage(join(cache, 'clusters', before.find((name) => !name.includes('.')) ?? '', 'data'))
  const [first, second] = [await start(), await start()]
  expect(await systemOf(second)).toEqual(await systemOf(first))
  expect(templates()).toHaveLength(before.length + 1)
})

test('a copy that finds no room is not the fault of the template', async ({ skip }) => {
  const disk = smallDisk(join(cache, 'small'), '20m')
  if (!disk) return skip('this user may mount no file system')
  try {
    await start()
    const before = templates()
    vi.stubEnv('TMPDIR', disk.folder)
    await expect(start()).rejects.toMatchObject({ code: 'disk-full' })
    expect(templates()).toEqual(before)
  } finally {
    vi.unstubAllEnvs()
    disk.remove()
  }
})

test('a cache where no folder can be made is done without', async () => {
  vi.stubEnv('REBASELINE_CACHE', '/proc/nowhere')
  expect((await serverFacts((await start()).url, 'copied')).major).toBe(18)
})

test('starts at the same time make one, and leave no draft', async () => {
  rmSync(join(cache, 'clusters'), { recursive: true })
  const servers = await Promise.all([start(), start()])
  expect(new Set(servers.map(({ url }) => url.port)).size).toBe(2)
  expect(templates()).toHaveLength(1)
})
