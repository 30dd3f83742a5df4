import { readFileSync, statSync, utimesSync } from 'node:fs'
import { hostname } from 'node:os'

/** A holder that shows no sign of life for this long is gone (or asleep): its process id may be another's by now. */
const SILENCE_LIMIT_MS = 60_000
const BEAT_MS = 5_000

/**
 * @typedef {object} Holder
 * @property {number} pid
 * @property {string} host
 * @property {string} token
 */

/** @returns {Holder} */
export const thisProcess = () => ({
  pid: process.pid,
  host: hostname(),
  token: `${process.pid}-${Date.now().toString(36)}`,
})

/**
 * @param {string} file
 * @returns {Holder | undefined}
 */
export function readHolder(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * Whether the process that wrote this file still lives.
 * @param {string} file
 */
export function holderIsAlive(file) {
  const holder = readHolder(file)
  if (!holder || isSilent(file)) return false
  return holder.host !== hostname() || processExists(holder.pid)
}

/**
 * Shows that we live, until the returned function is called.
 * @param {string} file
 */
export function keepAlive(file) {
  const timer = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date())
    } catch {
      // Somebody took the file away: there is nothing left to keep alive.
      clearInterval(timer)
    }
  }, BEAT_MS)
  timer.unref()
  return () => clearInterval(timer)
}

/** @param {string} file */
function isSilent(file) {
  try {
    return Date.now() - statSync(file).mtimeMs > SILENCE_LIMIT_MS
  } catch {
    return true
  }
}

/** @param {number} pid */
function processExists(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another user's process may not be signalled, but it exists.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
