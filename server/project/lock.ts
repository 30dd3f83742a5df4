import { AsyncLocalStorage } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { link, open, readdir, readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { RebaselineError } from '../errors.ts'
import { fileError } from '../machine/file-error.ts'
import { ownMark, stateOf, temporaryName, type ProcessMark } from '../machine/processes.ts'
import type { Project } from './project.ts'
import { makeFolders, placeOf, removeLeftOvers } from './state-files.ts'

/** What a lock is taken for, and how long it is waited for. */
export interface LockOptions {
  /** What is done meanwhile, as others who wait read it: `saving a draft`. */
  readonly doing: string
  /** How long to wait for another process before giving up. */
  readonly patience?: number
}

const PATIENCE = 15_000
const held = new AsyncLocalStorage<ReadonlySet<string>>()

/** Does something while no other process of ours changes the project's state. Inside of itself it goes straight on. */
export async function withLock<T>(
  project: Project,
  { doing, patience = PATIENCE }: LockOptions,
  action: () => Promise<T>,
): Promise<T> {
  const path = placeOf(project, 'lock')
  const own = held.getStore() ?? new Set()
  if (own.has(path)) return action()
  const release = await take(project, path, doing, patience)
  try {
    await removeLeftOvers(project)
    await removeBroken(path)
    return await held.run(new Set([...own, path]), action)
  } finally {
    await release()
  }
}

/**
 * Reads something while no other process of ours changes it. Where no lock can be had for want of room or permission it
 * is read all the same, told why nothing can be written.
 */
export async function withLockToRead<T>(
  project: Project,
  options: LockOptions,
  read: (unwritable: RebaselineError | null) => Promise<T>,
): Promise<T> {
  try {
    return await withLock(project, options, () => read(null))
  } catch (error) {
    if (!isUnwritable(error)) throw error
    return read(error)
  }
}

/** Whether a folder can't be written, for want of room or permission. */
const isUnwritable = (error: unknown): error is RebaselineError =>
  error instanceof RebaselineError &&
  (error.code === 'disk-full' || error.code === 'folder-not-writable')

interface Holder extends ProcessMark {
  /** Tells this hold from every other, also of the same process. */
  readonly nonce: string
  readonly machine: string
  readonly since: string
  readonly doing: string
}

async function take(
  project: Project,
  path: string,
  doing: string,
  patience: number,
): Promise<() => Promise<void>> {
  const deadline = performance.now() + patience
  try {
    await makeFolders(project, 'lock')
    for (let pause = 5; ; pause = Math.min(pause * 2, 200)) {
      const release = await tryToTake(path, doing)
      if (release) return release
      const holder = await holderOf(path)
      if (performance.now() > deadline) throw busy(path, doing, holder)
      await wait(pause)
    }
  } catch (error) {
    throw fileError('use the folder for the state of the project', path, error)
  }
}

/** Takes a lock that is free, or whose holder is dead. */
async function tryToTake(path: string, doing: string): Promise<(() => Promise<void>) | undefined> {
  const nonce = randomBytes(6).toString('hex')
  const since = new Date().toISOString()
  const mine: Holder = { ...ownMark(), nonce, machine: hostname(), since, doing }
  if (await place(path, JSON.stringify(mine))) return () => rm(path, { force: true })
  const holder = await holderOf(path)
  if (holder && isGone(holder)) await breakLock(path, holder, doing)
  return undefined
}

/**
 * Removes the lock of a dead process. Two that wait may both see that it is dead, and the slower one would remove the
 * lock that the faster one has taken since: so whoever breaks a hold first takes a lock that is named after it.
 */
async function breakLock(path: string, dead: Holder, doing: string): Promise<void> {
  const release = await tryToTake(`${path}.${dead.nonce}`, doing)
  if (!release) return
  try {
    const now = await holderOf(path)
    if (now?.nonce === dead.nonce) await rm(path, { force: true })
  } finally {
    await release()
  }
}

/** Removes what processes left that died while they broke a lock: to be called by who holds that one. */
async function removeBroken(path: string): Promise<void> {
  for (const name of await readdir(dirname(path))) {
    const other = join(dirname(path), name)
    if (!other.startsWith(`${path}.`) || name.endsWith('.tmp')) continue
    const holder = await holderOf(other)
    if (holder && isGone(holder)) await rm(other, { force: true })
  }
}

/** Puts the file there with all it says, or not at all; false where one is. */
async function place(path: string, text: string): Promise<boolean> {
  const temporary = temporaryName(path)
  try {
    await write(temporary, text)
    await link(temporary, path).catch((error: NodeJS.ErrnoException) => {
      if (!NO_HARD_LINKS.has(error.code ?? '')) throw error
      return write(path, text)
    })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
}

/** What file systems say that know no second name for a file. */
const NO_HARD_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

async function write(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx')
  await file.writeFile(text).finally(() => file.close())
}

/** Who holds it; undefined where nobody does any more. */
async function holderOf(path: string): Promise<Holder | undefined> {
  try {
    const found = JSON.parse(await readFile(path, 'utf8')) as Holder
    if (typeof found.pid === 'number' && /^[0-9a-f]{12}$/.test(found.nonce)) return found
    return UNKNOWN
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    if (error instanceof SyntaxError) return UNKNOWN
    throw error
  }
}

/** What the file says when it isn't ours: it is respected, and named. */
const UNKNOWN: Holder = {
  home: '',
  pid: 0,
  start: '',
  nonce: '',
  machine: 'an unknown machine',
  since: 'an unknown time',
  doing: 'something unknown',
}

const isGone = (holder: Holder): boolean => stateOf(holder) === 'dead'

function busy(path: string, doing: string, holder: Holder | undefined): RebaselineError {
  const other = holder
    ? `process ${holder.pid} on ${holder.machine} has been busy with ${holder.doing} since ${holder.since}`
    : 'other processes were faster each time'
  return new RebaselineError('project-busy', {
    doing,
    happened: other,
    help: `Wait for it and try again. If that process is gone, remove ${path}.`,
  })
}
