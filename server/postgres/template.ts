import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { cacheFolder } from './cache.ts'
import { makeFolder } from '../machine/make-folder.ts'
import { removeFolder, type RunFolder } from './run-folder.ts'
import { serverUser } from './server-user.ts'
import { runTool } from './tool.ts'

const DAY = 86_400_000

/** A cluster that initdb made before, kept so that others are copies of it: initdb is most of a start. */
export interface Template {
  /** Fills the data folder of a run and sets its password; false where that can't be done. */
  copyTo(folder: RunFolder, password: string): Promise<boolean>
  /** Keeps what initdb has just made; where it can't be kept the next start makes its own. */
  keep(folder: RunFolder): Promise<void>
}

/** The template of these binaries and options of initdb; installed binaries may change underneath it. */
export function templateOf(
  { bin, kind, major }: Binaries,
  options: readonly string[],
): Template | undefined {
  if (kind !== 'embedded' || process.platform === 'win32') return undefined
  try {
    const { size, mtimeMs } = statSync(join(bin, 'postgres'))
    const user = serverUser() ?? process.getuid?.()
    const facts = JSON.stringify([bin, size, mtimeMs, options, user])
    const key = createHash('sha256').update(facts).digest('hex').slice(0, 12)
    return templateAt(join(cacheFolder(), 'clusters', `${major}-${key}`), bin)
  } catch {
    return undefined
  }
}

const templateAt = (place: string, bin: string): Template => ({
  async copyTo(folder, password) {
    if (!existsSync(place)) return false
    const isWhole = isUntouched(place)
    const isCopied = isWhole && (await copy(join(place, 'data'), folder.data))
    if (isCopied && (await setPassword(bin, folder.data, password))) return true
    empty(folder.data)
    // Not removed: another start may be copying it. Where only the copy failed, as on a full disk, it is not at fault.
    if (!isWhole || isCopied) rename(place, besides(place))
    return false
  },

  async keep(folder) {
    const draft = besides(place)
    const data = join(draft, 'data')
    try {
      makeFolder(dirname(place))
      mkdirSync(draft, { mode: 0o711 })
      mkdirSync(data, { mode: 0o700 })
      const user = serverUser()
      if (user) chownSync(data, user.uid, user.gid)
      // Synced, so that no crash of the machine leaves half of it under its name.
      const { code } = (await copy(folder.data, data))
        ? await runTool(join(bin, 'initdb'), ['--sync-only', '-D', data])
        : { code: null }
      writeFileSync(join(draft, 'sum'), sumOf(data))
      if (code === 0) rename(draft, place)
    } catch {
      // The disk has no room for it.
    } finally {
      removeFolder(draft)
    }
    removeUnused(place)
  },
})

/** Whether it is as it was made, by names, sizes and times of its files; notes that it is used. */
function isUntouched(place: string): boolean {
  try {
    utimesSync(place, new Date(), new Date())
    return readFileSync(join(place, 'sum'), 'utf8') === sumOf(join(place, 'data'))
  } catch {
    return false
  }
}

function sumOf(data: string): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(data, { recursive: true, encoding: 'utf8' }).sort()) {
    const stats = statSync(join(data, name))
    if (stats.isFile()) hash.update(`${name}\0${stats.size} ${stats.mtimeMs}\n`)
  }
  return hash.digest('hex')
}

const besides = (place: string): string => `${place}.${randomBytes(4).toString('hex')}`

/** Another start may have been first. */
function rename(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch {
    // Then there is one in its place already, or none to be set aside.
  }
}

async function copy(from: string, to: string): Promise<boolean> {
  return (await runTool('cp', ['-R', `${from}/.`, to])).code === 0
}

const SINGLE = ['full_page_writes=off', 'dynamic_shared_memory_type=mmap']

/** In single-user mode, before the server listens; what is handed over is no password but what proves one. */
async function setPassword(bin: string, data: string, password: string): Promise<boolean> {
  const { code, output } = await runTool(
    join(bin, 'postgres'),
    ['--single', '-F', ...SINGLE.flatMap((setting) => ['-c', setting]), '-D', data, 'postgres'],
    `alter role postgres password '${scramVerifier(password)}'\n`,
  )
  return code === 0 && !/\b(?:ERROR|FATAL|PANIC):/.test(output)
}

/** What Postgres keeps of a password (RFC 5803). */
function scramVerifier(password: string): string {
  const salt = randomBytes(16)
  const iterations = 4096
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256')
  const keyOf = (name: string): Buffer => createHmac('sha256', salted).update(name).digest()
  const stored = createHash('sha256').update(keyOf('Client Key')).digest('base64')
  const server = keyOf('Server Key').toString('base64')
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${server}`
}

function empty(folder: string): void {
  for (const name of readdirSync(folder)) removeFolder(join(folder, name))
}

/** Templates of binaries that are gone, those that could not be copied, and drafts of starts that were killed. */
function removeUnused(place: string): void {
  const home = dirname(place)
  try {
    for (const name of readdirSync(home)) {
      const days = (Date.now() - statSync(join(home, name)).mtimeMs) / DAY
      const isUnused = days > (name.includes('.') ? 1 : 30)
      if (name !== basename(place) && isUnused) removeFolder(join(home, name))
    }
  } catch {
    // The next one that is made removes them.
  }
}
