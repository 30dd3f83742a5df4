import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  ended,
  holdServer,
  openFolder,
  processesWith,
  removeOpenFolder,
  runFolders,
  until,
} from '../testing/held-server.ts'
import { program } from '../testing/program.ts'
import { startServer } from './engine.ts'
import { isAlive } from '../machine/processes.ts'
import { serverFacts, withConnection } from './session.ts'
import { segments } from './shared-memory.ts'

vi.setConfig({ testTimeout: 60_000 })

const folders: string[] = []
let temporary = ''
beforeEach(() => {
  temporary = openFolder()
  folders.push(temporary)
  vi.stubEnv('TMPDIR', temporary)
})
afterAll(() => {
  vi.unstubAllEnvs()
  folders.forEach(removeOpenFolder)
})

describe('a server of ours', () => {
  test('is UTF-8 with ICU, so that accents have an upper and a lower case', async () => {
    const server = await startServer({ runId: 'locale' })
    await withConnection(server.url, server, async (query) => {
      expect(
        await query(`select pg_encoding_to_char(encoding) as encoding, datlocprovider::text as provider,
                            lower('É') as lower, 'É' ~* 'é' as matches, 'a' < 'B' as sorted
                       from pg_database where datname = 'template0'`),
      ).toEqual([{ encoding: 'UTF8', provider: 'i', lower: 'é', matches: true, sorted: true }])
    })
    await server.stop()
  })

  test('listens on 127.0.0.1 only, wants its password, and shares memory by files of its folder', async () => {
    const server = await startServer({ runId: 'address' })
    await withConnection(server.url, server, async (query) => {
      expect(
        await query(
          `select current_setting('listen_addresses') as tcp, current_setting('unix_socket_directories') as socket,
                  current_setting('dynamic_shared_memory_type') as shared`,
        ),
      ).toEqual([{ tcp: '127.0.0.1', socket: '', shared: 'mmap' }])
      expect(await query('select distinct auth_method from pg_hba_file_rules')).toEqual([
        { auth_method: 'scram-sha-256' },
      ])
    })
    await server.stop()
  })

  test('leaves no process and no folder after stop, and stop may be called twice', async () => {
    const server = await startServer({ runId: 'stopped' })
    expect(runFolders(temporary)).toHaveLength(1)
    expect(processesWith(temporary)).not.toHaveLength(0)
    await Promise.all([server.stop(), server.stop()])
    expect(runFolders(temporary)).toEqual([])
    await until(() => processesWith(temporary).length === 0, 'its processes are gone')
  })

  test('two at once have their own ports and folders, and the end of one leaves the other alone', async () => {
    const [one, two] = await Promise.all([
      startServer({ runId: 'one' }),
      startServer({ runId: 'two' }),
    ])
    expect(one.url.port).not.toBe(two.url.port)
    await one.stop()
    expect((await serverFacts(two.url, 'two')).major).toBe(18)
    await two.stop()
  })

  test('its password stands in no command line, environment or file', async () => {
    const held = await holdServer(temporary)
    const password = new URL(held.url.reveal()).password
    expect(password.length).toBeGreaterThan(20)
    expect(processesWith(password)).toEqual([])
    const files = spawnSync('grep', [
      '-rlF',
      password,
      temporary,
      `/proc/${held.postmaster}/environ`,
    ])
    expect(String(files.stdout)).toBe('')
    held.child.stdin?.write('stop\n')
    await ended(held.child)
  })
})

describe('when its process ends', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    test(`by ${signal}, the server and the folder go at once and it dies of the signal`, async () => {
      const held = await holdServer(temporary)
      held.child.kill(signal)
      expect(await ended(held.child)).toSatisfy(
        (end: unknown) => end === signal || typeof end === 'number',
      )
      expect(isAlive(held.postmaster)).toBe(false)
      expect(existsSync(held.folder)).toBe(false)
    })
  }

  for (const command of ['exit', 'throw'] as const) {
    test(`by ${command}, the server and the folder are gone`, async () => {
      const held = await holdServer(temporary)
      held.child.stdin?.write(`${command}\n`)
      expect(await ended(held.child)).toBe(command === 'exit' ? 3 : 1)
      expect(isAlive(held.postmaster)).toBe(false)
      expect(existsSync(held.folder)).toBe(false)
    })
  }

  test('by kill -9, the watchdog stops the server and removes the folder', async () => {
    const held = await holdServer(temporary)
    held.child.kill('SIGKILL')
    await ended(held.child)
    await until(() => !isAlive(held.postmaster) && !existsSync(held.folder), 'all is gone')
    await until(() => processesWith(temporary).length === 0, 'the watchdog is gone')
  })

  test('by kill -9 while its cluster is made, what initdb uses goes too', async () => {
    const before = unusedSegments()
    for (const moment of [300, 600, 900]) {
      // A cluster that an earlier one had time to keep would be copied: none would be made.
      const cache = join(temporary, `cache-${moment}`)
      const env = { ...process.env, TMPDIR: temporary, REBASELINE_CACHE: cache }
      const child = spawn(process.execPath, [program('hold-server')], { env, stdio: 'pipe' })
      const isMaking = () => processesWith(`initdb -D ${temporary}`).length > 0
      await until(isMaking, 'the cluster is being made')
      await wait(moment)
      child.kill('SIGKILL')
      await ended(child)
      const isOver = () => processesWith(temporary).length === 0
      await until(() => isOver() && runFolders(temporary).length === 0, 'all is gone')
    }
    const isNew = (segment: string) => !before.includes(segment)
    await until(() => !unusedSegments().some(isNew), 'no memory is left')
  })

  test('by kill -9 of the watchdog too, the next start stops the server and removes the folder', async () => {
    const held = await holdServer(temporary)
    const watchdogs = processesWith(`rebaseline-watchdog ${held.folder}`)
    expect(watchdogs).toHaveLength(1)
    watchdogs.forEach((pid) => process.kill(pid, 'SIGKILL'))
    held.child.kill('SIGKILL')
    await ended(held.child)
    expect(isAlive(held.postmaster)).toBe(true)

    const next = await startServer({ runId: 'next' })
    expect(isAlive(held.postmaster)).toBe(false)
    expect(existsSync(held.folder)).toBe(false)
    await next.stop()
  })

  test('a start leaves the folder and the server of a living process alone', async () => {
    const held = await holdServer(temporary)
    const other = await startServer({ runId: 'other' })
    await other.stop()
    expect((await serverFacts(held.url, 'other')).major).toBe(18)
    held.child.stdin?.write('stop\n')
    expect(await ended(held.child)).toBe(0)
    expect(existsSync(held.folder)).toBe(false)
  })

  test('a stale postmaster.pid with the number of a stranger does not hurt the stranger', async () => {
    const held = await holdServer(temporary)
    const stranger = spawnSync('sh', ['-c', 'sleep 60 >/dev/null 2>&1 & echo $!'], {
      encoding: 'utf8',
    })
    const pid = Number(stranger.stdout)
    const left = join(dirname(held.folder), basename(held.folder).replace(/-\d+-/, '-999999-'))
    mkdirSync(join(left, 'data'), { recursive: true })
    writeFileSync(join(left, 'data', 'postmaster.pid'), `${pid}\n${left}/data\n`)
    const next = await startServer({ runId: 'next' })
    expect(existsSync(left)).toBe(false)
    expect(isAlive(pid)).toBe(true)
    process.kill(pid)
    await next.stop()
    held.child.stdin?.write('stop\n')
    await ended(held.child)
  })

  test('a server that crashed is reported by the next statement and leaves nothing behind', async () => {
    const server = await startServer({ runId: 'crash' })
    const pid = processesWith(temporary).find(
      (found) => found !== process.pid && isPostmaster(found),
    )
    process.kill(pid ?? -1, 'SIGKILL')
    await until(() => !isAlive(pid ?? -1), 'it is gone')
    const segment = segmentOf(runFolders(temporary)[0] ?? '')
    await expect(serverFacts(server.url, 'crash')).rejects.toMatchObject({
      code: 'server-unreachable',
    })
    await server.stop()
    expect(runFolders(temporary)).toEqual([])
    if (process.platform !== 'linux') return
    expect(segment).toMatch(/^\d+ +\d+$/)
    expect(segments().map(({ id }) => id)).not.toContain(segment.split(/ +/)[1])
  })
})

/** Key and number of a server's segment of shared memory. */
const segmentOf = (folder: string): string =>
  (readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[6] ?? '').trim()

/** Those that no process uses: a moment after they are made, or for good once who made them was killed. */
const unusedSegments = (): string[] =>
  segments()
    .filter(({ users }) => users === 0)
    .map(({ id }) => id)

const isPostmaster = (pid: number): boolean =>
  spawnSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout.includes(
    'postgres -D',
  )
