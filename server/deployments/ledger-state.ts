import type { ExpectedSchema, StampPlan } from '../../shared/stamp.ts'

/** One row of a ledger, as it stands there. */
export interface LedgerRow {
  readonly name: string | null
  readonly timestamp: string | null
}

/**
 * How the ledger of a deployment stands to a plan. `absent`: there is none; `fresh`: it is empty; `ready`: exactly what the
 * baseline replaces has run, and later files perhaps; `stamped`: baseline and seed have run or are marked, and nothing of
 * what they replace, whatever has run since; `behind`: something that they replace is still to run; `between`: all of that has run, and some later
 * files in a way that nothing was proven of; `mixed`: the two folders are in it at once, or
 * baseline without seed; `foreign`: rows that neither folder explains.
 */
export type LedgerState =
  | { readonly state: 'absent' | 'fresh' }
  | { readonly state: 'ready'; readonly laterRun: readonly string[] }
  | {
      readonly state: 'stamped'
      readonly laterRun: readonly string[]
      /** What the plan does not know: it was written after the export. */
      readonly since: readonly string[]
    }
  | { readonly state: 'behind' | 'between'; readonly missing: readonly string[] }
  | {
      readonly state: 'mixed'
      readonly marked: readonly string[]
      readonly unmarked: readonly string[]
      readonly archived: readonly string[]
    }
  | { readonly state: 'foreign'; readonly unknown: readonly string[] }

/** How a row without a name is called; one that stands there twice is named as well. */
export const NO_NAME = 'a row whose name is NULL'

/** The same as `stamp.sql` decides on the database itself, in the same order. */
export function ledgerStateOf(rows: readonly LedgerRow[] | null, plan: StampPlan): LedgerState {
  if (rows === null) return { state: 'absent' }
  if (rows.length === 0) return { state: 'fresh' }
  const { archived, later, marked } = plan
  const known = new Set([...archived, ...later, ...marked])
  const ran = new Set<string>()
  const odd: string[] = []
  for (const { name } of rows) {
    if (name === null) odd.push(NO_NAME)
    else if (ran.has(name)) odd.push(name)
    else ran.add(name)
  }
  const isRun = (name: string): boolean => ran.has(name)
  const isMarked = marked.filter(isRun)
  const unmarked = marked.filter((name) => !isRun(name))
  const old = archived.filter(isRun)
  const unknown = [...ran].filter((name) => !known.has(name))
  const isMovedOver = unmarked.length === 0 && old.length === 0
  if (odd.length > 0 || (unknown.length > 0 && !isMovedOver)) {
    return { state: 'foreign', unknown: [...odd, ...unknown] }
  }
  if (isMovedOver) return { state: 'stamped', laterRun: later.filter(isRun), since: unknown }
  if (isMarked.length > 0) return { state: 'mixed', marked: isMarked, unmarked, archived: old }
  const missing = archived.filter((name) => !isRun(name))
  if (missing.length > 0) return { state: 'behind', missing }
  const laterRun = later.filter(isRun)
  if (provenAfter(plan, laterRun)) {
    return { state: 'ready', laterRun }
  }
  return {
    state: 'between',
    missing: (plan.schema.at(-1)?.laterRun ?? []).filter((name) => !isRun(name)),
  }
}

/** The schema that was proven of a place, where all that is replaced and these later files have run. */
export const provenAfter = (
  { schema }: StampPlan,
  laterRun: readonly string[],
): ExpectedSchema | undefined =>
  schema.find(
    (each) =>
      each.laterRun.length === laterRun.length &&
      each.laterRun.every((name) => laterRun.includes(name)),
  )
