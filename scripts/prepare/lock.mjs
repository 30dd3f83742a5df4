import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { holderIsAlive, keepAlive, readHolder, thisProcess } from './holder.mjs'
import { Problem, say } from './problem.mjs'

const POLL_MS = 250
const OLD_MS = 3_600_000

/**
 * Runs the work while no other process of this checkout prepares it.
 * The lock is a folder that appears with its owner's file inside, by one rename. A stale one is renamed to a name made of
 * its owner's token and left there: whoever else judged the same one stale cannot move a newer lock onto that name.
 * @template T
 * @param {string} root
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(root, work) {
  const folder = makeFolder(root)
  const lock = join(folder, 'prepare.lock')
  const owner = thisProcess()
  await acquire(folder, lock, owner)
  const release = () => {
    if (readHolder(join(lock, 'owner.json'))?.token === owner.token)
      rmSync(lock, { recursive: true, force: true })
  }
  process.once('exit', release)
  const stop = keepAlive(join(lock, 'owner.json'))
  const endings = onInterrupt()
  try {
    return await work()
  } finally {
    endings()
    stop()
    release()
    process.removeListener('exit', release)
  }
}

/** @param {string} root */
function makeFolder(root) {
  const folder = join(root, 'dist')
  try {
    mkdirSync(folder, { recursive: true })
    rmSync(mkdtempSync(join(folder, '.try-')), { recursive: true })
    return folder
  } catch (error) {
    throw new Problem(
      `The folder ${root} has to be prepared first (dependencies, page, program), but this user may not write to it: ${/** @type {Error} */ (error).message}. Run the command once as its owner, or give this user a copy of its own.`,
    )
  }
}

/**
 * @param {string} folder
 * @param {string} lock
 * @param {import('./holder.mjs').Holder} owner
 */
async function acquire(folder, lock, owner) {
  const offer = mkdtempSync(join(folder, '.lock-'))
  writeFileSync(join(offer, 'owner.json'), JSON.stringify(owner))
  clearOld(folder)
  let told = false
  while (!tryRename(offer, lock)) {
    const holder = readHolder(join(lock, 'owner.json'))
    if (!holder || !holderIsAlive(join(lock, 'owner.json'))) {
      if (holder) tryRename(lock, join(folder, `.stale-lock-${holder.token}`))
      else if (isOlderThan(lock, 10_000)) rmSync(lock, { recursive: true, force: true })
    } else if (!told) {
      say(`Waiting for process ${holder.pid}, which is preparing this folder…`)
      told = true
    }
    await sleep(POLL_MS)
  }
}

/**
 * @param {string} from
 * @param {string} to
 */
function tryRename(from, to) {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error)
    if (['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'ENOENT'].includes(code ?? '')) return false
    throw error
  }
}

/** @param {string} folder */
function clearOld(folder) {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name)
    if (/^\.(stale-lock|lock|try)-/.test(name) && isOlderThan(path, OLD_MS))
      rmSync(path, { recursive: true, force: true })
  }
}

/**
 * @param {string} path
 * @param {number} milliseconds
 */
function isOlderThan(path, milliseconds) {
  try {
    return Date.now() - statSync(path).mtimeMs > milliseconds
  } catch {
    return false
  }
}

/** Ends on a signal as usual, but through `exit`, so that the lock is given back. */
function onInterrupt() {
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
  const end = () => process.exit(130)
  for (const signal of signals) process.on(signal, end)
  return () => signals.forEach((signal) => process.removeListener(signal, end))
}
