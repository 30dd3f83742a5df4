import { createHash } from 'node:crypto'
import type { StampPlan } from '../../shared/stamp.ts'

/** Postgres cuts longer names off. */
const MOST_BYTES = 63
const HASH_DIGITS = 8

/** Where the rows of the ledger are kept until an unstamp; the same for the same plan, another one for another. */
export function backupTableOf({ ledger, archived, marked }: StampPlan): string {
  const said = JSON.stringify([ledger.schema, ledger.table, archived, marked])
  const end = `${BACKUP_INFIX}${createHash('sha256').update(said).digest('hex').slice(0, HASH_DIGITS)}`
  return cutTo(ledger.table, MOST_BYTES - end.length) + end
}

const BACKUP_INFIX = '_before_'

/** The beginning of a text that takes so many bytes at most; no character is halved. */
function cutTo(text: string, most: number): string {
  let bytes = 0
  let cut = ''
  for (const character of text) {
    bytes += Buffer.byteLength(character)
    if (bytes > most) break
    cut += character
  }
  return cut
}
