import { spawn, type ChildProcess } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  openSync,
  closeSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { RebaselineError } from '../errors.ts'
import type { Binaries } from './binaries.ts'
import { fileError } from '../machine/file-error.ts'
import { readPostmasterFile } from './postmaster.ts'
import type { RunFolder } from './run-folder.ts'
import { asServerUser, serverUser } from './server-user.ts'
import { templateOf } from './template.ts'
import { cleanEnvironment, runTool } from './tool.ts'

/** Locales for LC_CTYPE and LC_COLLATE; the collation itself is ICU's from 15 on. */
const LOCALES = ['C.UTF-8', 'en_US.UTF-8', 'UTF-8', 'C']

/** Makes a new cluster: UTF-8 with an ICU locale, a password for its only user. */
export async function initialise(
  folder: RunFolder,
  binaries: Binaries,
  password: string,
): Promise<void> {
  const template = templateOf(binaries, [...LOCALES, ...optionsOf(binaries.major)])
  if (await template?.copyTo(folder, password)) return
  await initdb(folder, binaries, password)
  await template?.keep(folder)
}

async function initdb(folder: RunFolder, binaries: Binaries, password: string): Promise<void> {
  const secret = join(folder.path, 'initial')
  try {
    writeFileSync(secret, password, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw fileError('create a database cluster', folder.path, error)
  }
  const user = serverUser()
  try {
    if (user) chownSync(secret, user.uid, user.gid)
    else if (process.getuid) chmodSync(secret, 0o600)
    for (const locale of LOCALES) {
      const { code, output } = await runTool(join(binaries.bin, 'initdb'), [
        '-D',
        folder.data,
        `--pwfile=${secret}`,
        `--locale=${locale}`,
        ...optionsOf(binaries.major),
      ])
      if (code === 0) return
      if (/invalid locale (name|settings)/.test(output)) continue
      throw failure('create a database cluster', output)
    }
    throw failure('create a database cluster', 'this system knows no usable locale')
  } finally {
    rmSync(secret, { force: true })
  }
}

const optionsOf = (major: number): string[] => [
  '--no-sync',
  '--username=postgres',
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--lc-messages=C',
  // What initdb chooses on most servers; under a C locale it would be `simple`, and seeded tsvectors would differ.
  '--text-search-config=pg_catalog.english',
  ...(major >= 15 ? ['--locale-provider=icu', '--icu-locale=und'] : []),
  // Where the disk is full it ends in a panic; what it has of shared memory is then a file of the folder too.
  ...(major >= 16
    ? Object.entries(SHARED_MEMORY).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    : []),
]

/** Files of the data folder: they go with it, also when the server is killed. */
const SHARED_MEMORY: Readonly<Record<string, string>> =
  process.platform === 'win32' ? {} : { dynamic_shared_memory_type: 'mmap' }

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  // Postgres's own limit on the length of socket paths is met easily in temporary folders.
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  // A subscription that a migration enables never gets to its publisher.
  max_logical_replication_workers: '0',
  // Rows come in the same order every time, and a container's small /dev/shm is enough.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  jit: 'off',
  ...SHARED_MEMORY,
  max_connections: '50',
  max_locks_per_transaction: '1024',
  max_wal_size: '4GB',
  log_min_messages: 'log',
  log_checkpoints: 'off',
}

/** A running server process of ours. */
export interface Postmaster {
  readonly child: ChildProcess
  readonly pid: number
  readonly port: number
}

/** Starts the server on a free port; another program may take the port first, so this is tried again. */
export async function startPostmaster(
  folder: RunFolder,
  binaries: Binaries,
  nextPort: () => Promise<number> = freePort,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt++) {
    const port = await nextPort()
    const started = await launch(folder, binaries, port)
    if (typeof started !== 'string') return started
    const taken = /could not create any TCP\/IP sockets|Address already in use/.test(started)
    if (!taken || attempt === 5) throw failure('start the embedded Postgres', started)
  }
}

async function launch(
  folder: RunFolder,
  binaries: Binaries,
  port: number,
): Promise<Postmaster | string> {
  const log = join(folder.path, 'log')
  const file = openSync(log, 'w')
  const settings = Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(
    join(binaries.bin, 'postgres'),
    ['-D', folder.data, '-p', String(port), ...settings],
    {
      ...asServerUser(),
      cwd: folder.data,
      env: cleanEnvironment(),
      stdio: ['ignore', file, file],
      // A Ctrl-C in the terminal is for us: we stop the server when we are done with it.
      detached: true,
    },
  )
  closeSync(file)
  let ended = ''
  child.on('error', (error) => (ended = error.message))
  child.on('exit', (code, signal) => (ended ||= `it ended with ${code ?? signal}`))
  for (let turn = 0; turn < 3000; turn++) {
    if (ended) return `${readFileSync(log, 'utf8')}\n${ended}`
    const found = readPostmasterFile(folder.data)
    if (found?.ready && found.pid === child.pid) {
      child.unref()
      return { child, pid: found.pid, port }
    }
    await wait(10)
  }
  child.kill('SIGKILL')
  return 'it was not ready after 30 seconds'
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.on('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

/** Postgres says it in the words of the system, or that only a part of a block was written. */
export const DISK_FULL =
  /No space left on device|not enough space on the disk|Disk quota exceeded|wrote only \d+ of \d+ bytes/

function failure(doing: string, output: string): RebaselineError {
  if (DISK_FULL.test(output)) {
    return new RebaselineError('disk-full', { doing, happened: 'no space is left on the device' })
  }
  const line =
    output.split('\n').find((text) => /FATAL|PANIC|error:|ENOENT|EACCES/.test(text)) ??
    output.trim().split('\n').at(-1)
  const happened = (line ?? 'it gave no reason').replace(/^.*?(FATAL|PANIC|error):\s*/, '').trim()
  return new RebaselineError('postgres-not-started', { doing, happened })
}
