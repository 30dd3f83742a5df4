import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asServerUser } from './server-user.ts'

/** Its line in postmaster.pid: key and number of the segment. */
const LINE = 6
const TABLE = '/proc/sysvipc/shm'

/**
 * Removes the segment of shared memory that a killed server left behind: Postgres would find it by the data folder at the
 * next start, but that folder goes. False while somebody still uses it; only Linux tells.
 */
export function removeSharedMemory(data: string): boolean {
  const [key, id] = read(join(data, 'postmaster.pid')).split('\n')[LINE]?.trim().split(/\s+/) ?? []
  if (key === undefined || id === undefined || !/^\d+$/.test(key)) return true
  // Postgres writes what is a signed number of 32 bits as an unsigned one of 64.
  const signed = String(BigInt.asIntN(32, BigInt(key)))
  const users = usersOf(signed, id)
  if (users === undefined) return true
  if (users > 0) return false
  const { error } = spawnSync('ipcrm', ['-m', id], asServerUser())
  return error !== undefined || usersOf(signed, id) === undefined
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
