import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  openFolder,
  processesWith,
  removeOpenFolder,
  runFolders,
  until,
} from '../testing/held-server.ts'
import { findBinaries } from './binaries.ts'
import { initialise, startPostmaster } from './cluster.ts'
import { startServer } from './engine.ts'
import { packageName } from './pinned.ts'
import { stopPostmaster } from './postmaster.ts'
import { linkLibraries, reachable } from './prepare-binaries.ts'
import { createRunFolder } from './run-folder.ts'
import { asServerUser } from './server-user.ts'
import { withConnection } from './session.ts'

vi.setConfig({ testTimeout: 120_000 })

let temporary = ''
beforeEach(() => {
  temporary = openFolder()
  vi.stubEnv('TMPDIR', temporary)
})
afterEach(() => {
  vi.unstubAllEnvs()
  removeOpenFolder(temporary)
})

const isRoot = process.getuid?.() === 0
const silent = (): void => {}

/** A copy of our own package as an install without scripts leaves it. */
function installWithoutScripts(folder: string): string[] {
  const source = dirname(dirname(createRequire(import.meta.url).resolve(packageName())))
  cpSync(source, folder, { recursive: true, verbatimSymlinks: true })
  const links = JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8')) as {
    target: string
  }[]
  const paths = links.map(({ target }) => join(folder, target))
  for (const path of paths) rmSync(path, { force: true })
  return paths
}

const starts = (bin: string): boolean =>
  spawnSync(join(bin, 'postgres'), ['--version'], { ...asServerUser(), cwd: '/' }).status === 0

describe('the binaries package', () => {
  test('gets the library links that an install without scripts leaves out, as often as asked', () => {
    const folder = join(temporary, 'package')
    const links = installWithoutScripts(folder)
    expect(links.length).toBeGreaterThan(0)
    expect(links.some(existsSync)).toBe(false)
    expect(starts(join(folder, 'native/bin'))).toBe(false)
    linkLibraries(folder)
    linkLibraries(folder)
    expect(links.every((path) => existsSync(path) && lstatSync(path).isSymbolicLink())).toBe(true)
    expect(starts(join(folder, 'native/bin'))).toBe(true)
  })

  test.skipIf(!isRoot)(
    'below a closed folder of root is copied once to where Postgres can run it',
    () => {
      vi.stubEnv('REBASELINE_CACHE', join(temporary, 'cache'))
      const closed = join(temporary, 'closed')
      mkdirSync(closed, { mode: 0o700 })
      const folder = join(closed, 'package')
      installWithoutScripts(folder)
      linkLibraries(folder)
      const bin = join(folder, 'native/bin')
      expect(starts(bin)).toBe(false)
      const copy = reachable(bin, 18)
      expect(copy).not.toBe(bin)
      expect(starts(copy)).toBe(true)
      const { ino } = lstatSync(copy)
      expect(reachable(bin, 18)).toBe(copy)
      expect(lstatSync(copy).ino).toBe(ino)
      chmodSync(closed, 0o755)
      expect(reachable(bin, 18)).toBe(bin)
    },
  )
})

describe('a major that is not ours', () => {
  test.skipIf(!existsSync('/usr/lib/postgresql/15/bin/initdb'))(
    'is taken from an installed one',
    async () => {
      const server = await startServer({ major: 15, runId: 'installed' })
      expect([server.kind, server.major]).toEqual(['installed', 15])
      await withConnection(server.url, server, async (query) =>
        expect(await query(`select lower('É') as lower`)).toEqual([{ lower: 'é' }]),
      )
      await server.stop()
    },
  )

  test('that nobody can reach the registry for ends in a sentence that says what to do', async () => {
    vi.stubEnv('REBASELINE_CACHE', join(temporary, 'cache'))
    vi.stubEnv('npm_config_cache', join(temporary, 'npm'))
    vi.stubEnv('npm_config_registry', 'http://127.0.0.1:1/')
    const finding = findBinaries({ major: 16, prefer: 'fetched', onProgress: silent })
    await expect(finding).rejects.toMatchObject({
      code: 'postgres-missing',
      message: expect.stringMatching(
        /^Could not get PostgreSQL 16: .*the registry could not be reached\)$/,
      ),
      help: expect.stringContaining('install PostgreSQL 16'),
    })
  })

  test('that does not exist is refused', async () => {
    const finding = findBinaries({ major: 13, prefer: 'fetched', onProgress: silent })
    await expect(finding).rejects.toMatchObject({ code: 'postgres-missing' })
  })
})

describe('a start that can not succeed is one clear sentence and leaves nothing', () => {
  test('a temporary folder that can not be written', async () => {
    vi.stubEnv('TMPDIR', '/proc')
    await expect(startServer({ runId: 'unwritable' })).rejects.toMatchObject({
      code: 'folder-not-writable',
      message: expect.stringMatching(
        /^Could not prepare a folder for the embedded Postgres: \/proc/,
      ),
    })
  })

  const small = (folder: string, size: string): boolean =>
    spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder]).status === 0

  /** What servers hold in memory by a name of their own; where the system keeps that elsewhere, nothing. */
  const sharedMemory = (): string[] =>
    existsSync('/dev/shm')
      ? readdirSync('/dev/shm').filter((name) => name.startsWith('PostgreSQL.'))
      : []

  // With some sizes the last page that is free takes half a block, which Postgres tells in other words.
  test.skipIf(!isRoot).for(['12m', '19416k', '20240k'])(
    'a full disk of %s',
    async (size, context) => {
      if (!small(temporary, size)) return context.skip()
      const before = sharedMemory()
      try {
        await expect(startServer({ runId: 'full' })).rejects.toMatchObject({
          code: 'disk-full',
          happened: 'no space is left on the device',
        })
        expect(runFolders(temporary)).toEqual([])
        await until(() => processesWith(temporary).length === 0, 'its processes are gone')
        const isKnown = (name: string): boolean => before.includes(name)
        await until(() => sharedMemory().every(isKnown), 'its shared memory is gone')
      } finally {
        spawnSync('umount', ['-l', temporary])
      }
    },
  )

  test('a port that somebody else took: the next one is tried', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const taken = (other.address() as AddressInfo).port
    const spare = createServer()
    await new Promise<void>((resolve) => spare.listen(0, '127.0.0.1', resolve))
    const free = (spare.address() as AddressInfo).port
    await new Promise((resolve) => spare.close(resolve))

    const binaries = await findBinaries({ major: 18, prefer: 'fetched', onProgress: silent })
    const folder = createRunFolder()
    await initialise(folder, binaries, 'secret')
    const ports = [taken, free]
    const { port } = await startPostmaster(folder, binaries, () =>
      Promise.resolve(ports.shift() ?? 0),
    )
    expect(port).toBe(free)
    await stopPostmaster(folder.data)
    other.close()
  })
})
