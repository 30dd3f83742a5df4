import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asServerUser } from './server-user.ts'

/** Its line in postmaster.pid: key and number of the segment. */
const LINE = 6
const TABLE = '/proc/sysvipc/shm'

/**
 * Removes the segment of shared memory that a killed server left behind: Postgres would find it by the data folder at the
 * next start, but that folder goes. True when none is left; only Linux says who still uses one.
 */
export function removeSharedMemory(data: string): boolean {
  const [key, id] = read(join(data, 'postmaster.pid')).split('\n')[LINE]?.trim().split(/\s+/) ?? []
  if (key === undefined || id === undefined) return true
  const users = usersOf(key, id)
  if (users === 0) spawnSync('ipcrm', ['-m', id], asServerUser())
  return usersOf(key, id) === undefined
}

/** How many processes use a segment; undefined where there is none of that key and number. */
function usersOf(key: string, id: string): number | undefined {
  for (const line of read(TABLE).split('\n')) {
    const fields = line.trim().split(/\s+/)
    if (fields[0] === key && fields[1] === id) return Number(fields[6])
  }
  return undefined
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
