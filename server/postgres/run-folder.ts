import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { RebaselineError } from '../errors.ts'
import { fileError } from '../machine/file-error.ts'
import { makeFolder } from '../machine/make-folder.ts'
import { ownerOfName, ownName } from '../machine/processes.ts'
import { temporaryPlace } from '../machine/temporary-place.ts'
import { stopPostmaster } from './postmaster.ts'
import { serverUser } from './server-user.ts'

const NAME = 'run-'
const DAY = 86_400_000

/** Where the data of one embedded server lies; its name says whose it is, from the moment it exists. */
export interface RunFolder {
  readonly path: string
  /** The data folder, owned by the user that runs Postgres. */
  readonly data: string
}

/** Makes a run folder for this process. */
export function createRunFolder(): RunFolder {
  const base = baseFolder()
  const path = join(base, ownName(NAME))
  const data = join(path, 'data')
  const user = serverUser()
  try {
    mkdirSync(path, { mode: 0o711 })
    chmodSync(path, 0o711)
    mkdirSync(data, { mode: 0o700 })
    if (user) chownSync(data, user.uid, user.gid)
  } catch (error) {
    throw fileError('make a folder for the embedded Postgres', path, error)
  }
  return { path, data }
}

/** Shows containers that share the folder, but not our process numbers, that this run lives. */
export const touchRunFolder = ({ path }: RunFolder): void => {
  try {
    utimesSync(path, new Date(), new Date())
  } catch {
    // It is about to be removed.
  }
}

/** Stops and removes what runs left behind whose process is gone. */
export async function sweepRunFolders(): Promise<void> {
  const base = baseFolder()
  for (const name of readdirSync(base)) {
    const path = join(base, name)
    if (!isLeftOver(name, path)) continue
    await stopPostmaster(join(path, 'data'))
    removeFolder(path)
  }
}

function isLeftOver(name: string, path: string): boolean {
  const state = ownerOfName(name, NAME)
  if (state !== 'unknown') return state === 'dead'
  try {
    return Date.now() - statSync(path).mtimeMs > DAY
  } catch {
    return false
  }
}

/** Removes a folder of ours, also while a dying server still writes into it. */
export function removeFolder(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  } catch {
    // The next start removes it.
  }
}

/** The folder of all runs of this user, reachable by the user that runs Postgres. */
export function baseFolder(): string {
  const candidates = [...new Set([temporaryPlace(), ...(serverUser() ? ['/tmp', '/var/tmp'] : [])])]
  const parent = candidates.find(isReachable) ?? temporaryPlace()
  const path = join(parent, `rebaseline-postgres-${process.getuid?.() ?? userInfo().username}`)
  try {
    makeFolder(path, 0o711)
    const found = lstatSync(path)
    if (!found.isDirectory() || (process.getuid && found.uid !== process.getuid())) {
      throw new RebaselineError('folder-not-writable', {
        doing: 'prepare a folder for the embedded Postgres',
        happened: `${path} belongs to somebody else`,
        help: 'Remove it, or point TMPDIR at another folder.',
      })
    }
    if (process.getuid) chmodSync(path, 0o711)
  } catch (error) {
    throw fileError('prepare a folder for the embedded Postgres', path, error)
  }
  return path
}

/** Whether others may pass through every folder on the way: Postgres may run as another user than we. */
export function isReachable(path: string): boolean {
  if (!serverUser()) return true
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      if ((statSync(folder).mode & 0o001) === 0) return false
    } catch {
      return false
    }
    if (dirname(folder) === folder) return true
  }
}
