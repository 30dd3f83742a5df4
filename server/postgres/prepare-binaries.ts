import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  chmodSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileError } from '../machine/file-error.ts'
import { removeFolder } from './run-folder.ts'
import { cacheFolder } from './cache.ts'
import { asServerUser, serverUser } from './server-user.ts'

/** Makes the library links that an install without scripts leaves out; harmless when they are there. */
export function linkLibraries(folder: string): void {
  const list = join(folder, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(folder, target)
    if (existsSync(path)) continue
    try {
      symlinkSync(relative(dirname(path), join(folder, source)), path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw fileError('link the libraries of the embedded Postgres', path, error)
      }
    }
  }
}

/** The same binaries where the user that runs Postgres can reach them: copied once if they lie below a closed folder. */
export function reachable(bin: string, major: number): string {
  if (!serverUser() || version(bin, asServerUser()) !== undefined) return bin
  const copy = join(cacheFolder(), `postgres-${major}-copy-${fingerprint(bin)}`)
  if (!existsSync(copy)) copyOnce(dirname(bin), copy)
  return join(copy, 'bin')
}

function copyOnce(from: string, copy: string): void {
  const draft = `${copy}.${randomBytes(4).toString('hex')}`
  try {
    cpSync(from, draft, { recursive: true, verbatimSymlinks: true })
    chmodSync(draft, 0o755)
    renameSync(draft, copy)
  } catch (error) {
    // Another start may have finished the same copy first.
    if (!existsSync(copy)) throw fileError('copy the Postgres binaries', copy, error)
  } finally {
    removeFolder(draft)
  }
}

/** The same for the same release, wherever it is installed. */
function fingerprint(bin: string): string {
  const text = `${version(bin, {})} ${process.arch} ${statSync(join(bin, 'postgres')).size}`
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}

function version(bin: string, user: { uid?: number; gid?: number }): string | undefined {
  const options = { ...user, cwd: '/', encoding: 'utf8' } as const
  const { status, stdout } = spawnSync(join(bin, 'postgres'), ['--version'], options)
  return status === 0 ? stdout : undefined
}
