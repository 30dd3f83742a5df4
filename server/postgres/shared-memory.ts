import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { isAlive } from '../machine/processes.ts'
import { asServerUser } from './server-user.ts'

const TABLE = '/proc/sysvipc/shm'

/** A segment of shared memory, in the words of the table. */
export interface Segment {
  readonly key: string
  readonly id: string
  readonly creator: number
  readonly users: number
}

/**
 * Removes the segment of shared memory that a killed server left behind: Postgres would find it by the data folder at the
 * next start, but that folder goes. False while somebody still uses it; only Linux tells.
 */
export function removeSharedMemory(data: string): boolean {
  const segment = segmentOf(data)
  if (segment === undefined) return true
  if (segment.users > 0) return false
  const { error } = spawnSync('ipcrm', ['-m', segment.id], asServerUser())
  return error !== undefined || !segments().some(({ id }) => id === segment.id)
}

/** The segment of the server that ran on that folder last. */
function segmentOf(data: string): Segment | undefined {
  const noted = read(join(data, 'postmaster.pid')).split('\n')[6]?.trim().split(/\s+/) ?? []
  const [key, id] = noted
  if (id !== undefined && key !== undefined && /^\d+$/.test(key)) {
    // Postgres writes what is a signed number of 32 bits as an unsigned one of 64.
    const signed = String(BigInt.asIntN(32, BigInt(key)))
    return segments().find((segment) => segment.key === signed && segment.id === id)
  }
  return segmentByFolder(data)
}

/**
 * What ended before it could note it, as initdb on a full disk: Postgres takes the folder's number as the key. Another
 * file system may have that number too, but a segment without users and creator is of no use to anybody.
 */
function segmentByFolder(data: string): Segment | undefined {
  try {
    const key = String(BigInt.asIntN(32, statSync(data, { bigint: true }).ino))
    return segments().find(
      (segment) => segment.key === key && segment.users === 0 && !isAlive(segment.creator),
    )
  } catch {
    return undefined
  }
}

/** All that the system holds; none where it does not tell. */
export const segments = (): Segment[] =>
  read(TABLE)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .map((fields) => ({
      key: fields[0] ?? '',
      id: fields[1] ?? '',
      creator: Number(fields[4]),
      users: Number(fields[6]),
    }))

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
