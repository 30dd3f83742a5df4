import { spawnSync } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MEMORY = '/dev/shm'
const ENOUGH_BYTES = 6 * 1024 ** 3
const NAME = /^rebaseline-check-(\d+)-/

/**
 * A folder for everything that the tests leave on the way, in memory where there is plenty: they create and drop
 * hundreds of thousands of small files, which on some disks takes a quarter of all the time.
 */
export function temporaryFolder() {
  const parent = isRoomy() ? MEMORY : tmpdir()
  removeStale(parent)
  const folder = mkdtempSync(join(parent, `rebaseline-check-${process.pid}-`))
  // Postgres may run as another user.
  chmodSync(folder, 0o711)
  return folder
}

function isRoomy() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    accessSync(MEMORY, constants.W_OK)
    // Its size is only a limit: what is there must also be free.
    return Math.min(bavail * bsize, freeMemory()) > ENOUGH_BYTES && mayExecute()
  } catch {
    return false
  }
}

function freeMemory() {
  const [, kibibytes] =
    /^MemAvailable: +(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8')) ?? []
  const limit = process.constrainedMemory() || Infinity
  return Math.min(Number(kibibytes) * 1024, limit - process.memoryUsage.rss())
}

/** Some systems let nothing there be executed. */
function mayExecute() {
  const folder = mkdtempSync(join(MEMORY, 'rebaseline-try-'))
  try {
    const file = join(folder, 'try')
    writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 })
    return spawnSync(file).status === 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * What a run left that was killed.
 * @param {string} parent
 */
function removeStale(parent) {
  for (const name of readdirSync(parent)) {
    const pid = NAME.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid)))
      rmSync(join(parent, name), { recursive: true, force: true })
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}
