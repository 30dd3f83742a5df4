import type { RowEffect } from '../../shared/history.ts'

/** What Postgres counted of one table since the last look, and what was seen of it. */
export interface Counted {
  readonly inserted: number
  readonly updated: number
  readonly deleted: number
  /** Its rows are stored elsewhere than before: it was emptied by TRUNCATE, or written anew. */
  readonly isStoredAnew: boolean
  /** Something was rolled back meanwhile, and what it touched is counted all the same. */
  readonly wasRolledBack: boolean
  /** How many it held before; null: not known. */
  readonly held: number | null
  /** What it holds, and how many of these were written meanwhile; null: not asked. */
  readonly seen: { readonly rows: number; readonly written: number } | null
}

/** What is known of it for certain, and how many rows it holds now. */
type Weighed = Omit<RowEffect, 'table'> & { readonly holds: number | null }

const UNKNOWN = { inserted: null, updated: null, deleted: null }

/** Takes from what was counted what is certain. What was rolled back can only make a count too high: 0 is always 0. */
export function weigh(counted: Counted): Weighed {
  const { inserted, updated, deleted, isStoredAnew, wasRolledBack, seen } = counted
  if (inserted < 0 || updated < 0 || deleted < 0) {
    return { ...UNKNOWN, truncated: isStoredAnew ? null : false, holds: seen?.rows ?? null }
  }
  if (isStoredAnew) return weighStoredAnew(counted)
  if (wasRolledBack && inserted + updated + deleted > 0) return weighRolledBack(counted)
  const { held } = counted
  const holds = seen?.rows ?? (held === null ? null : held + inserted - deleted)
  return { inserted, updated, deleted, truncated: false, holds }
}

/** Postgres forgets what a transaction wrote to a table before it truncates it: what it counted is what came then. */
function weighStoredAnew(counted: Counted): Weighed {
  const { inserted, updated, deleted, wasRolledBack, held, seen } = counted
  const isCertain = !wasRolledBack || inserted + updated + deleted === 0
  if (!seen || held === null) return { ...UNKNOWN, truncated: null, holds: seen?.rows ?? null }
  const { rows } = seen
  const counts = isCertain ? { inserted, updated, deleted } : UNKNOWN
  if (rows === held + inserted - deleted) return { ...counts, truncated: false, holds: rows }
  if (isCertain && rows === inserted - deleted) return { ...counts, truncated: true, holds: rows }
  const truncated = isCertain && rows < held + inserted - deleted ? true : null
  return { ...UNKNOWN, truncated, holds: rows }
}

/** Every row version that was counted and is seen was not rolled back. */
function weighRolledBack({ inserted, updated, deleted, held, seen }: Counted): Weighed {
  const holds = seen?.rows ?? null
  if (!seen || seen.written > inserted + updated) return { ...UNKNOWN, truncated: false, holds }
  const onlyInserts = updated === 0 && deleted === 0
  const allSeen = seen.written === inserted + updated
  const sureInserts = allSeen || inserted === 0 ? inserted : onlyInserts ? seen.written : null
  const gone = held === null || sureInserts === null ? null : held + sureInserts - seen.rows
  return {
    inserted: sureInserts,
    updated: allSeen || updated === 0 ? updated : null,
    deleted: deleted === 0 ? 0 : gone !== null && gone >= 0 && gone <= deleted ? gone : null,
    truncated: false,
    holds,
  }
}
