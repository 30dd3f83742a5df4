import type {
  HistoryFinding,
  HistoryFindingKind,
  MigrationHistory,
  VolatileValue,
} from '../../../shared/history.ts'
import { describeAddress, keyOf, type Address } from '../../../shared/model.ts'
import { sentAddress } from '../../../shared/object.ts'
import { lineageOf } from '../lineage.ts'

/** What a build whose clock stood later has otherwise than usual ones. */
export interface ClockDependence {
  readonly kind: Extract<HistoryFindingKind, 'clock' | 'clock-name' | 'clock-value'>
  /** The object; where rows hold it, the column, or the table of them. */
  readonly address: Address
  /** Of the object. */
  readonly attribute: string | null
  /** The key of the table whose rows hold it; null: the object says it itself. */
  readonly inRowsOf: string | null
  /** What is said of it, after its name. */
  readonly text: string
  /** Of a value: where it comes from, as far as that is known. */
  readonly cause: string
  /** Of a name: the other one, whole. */
  readonly otherName: string | null
}

/** What came of a build whose clock stood later; null: none was made. */
export type MovedClock =
  | { readonly outcome: 'built'; readonly found: readonly ClockDependence[] }
  | { readonly outcome: 'failed'; readonly migration: string | null; readonly what: string }
  | null

/** How much later it stood, and some hours. */
export const DAYS_LATER = 493

export const LATER = `when it is built ${DAYS_LATER} days later`

/** What depends on the day that a folder runs on, each with the migrations that it comes of. */
export function clockFindings(
  migrations: readonly MigrationHistory[],
  movedClock: MovedClock,
): HistoryFinding[] {
  if (!movedClock) return []
  if (movedClock.outcome === 'failed') {
    const { migration, what } = movedClock
    const text = `it can not be built on every day: ${LATER}, ${what}`
    return [{ kind: 'clock', migrations: migration === null ? [] : [migration], objects: [], text }]
  }
  const lineage = lineageOf(migrations)
  return movedClock.found.map(({ kind, address, inRowsOf, text }) => {
    const key = keyOf(address)
    const by = kind === 'clock-value' ? lineage.lastOf(key) : lineage.of(key)?.created
    return {
      kind,
      migrations: inRowsOf === null ? (by ? [by] : []) : writersOf(inRowsOf, migrations),
      objects: [sentAddress(address)],
      text: `${describeAddress(address)} ${text}`,
    }
  })
}

const writersOf = (table: string, migrations: readonly MigrationHistory[]): string[] =>
  migrations.flatMap(({ name, effects }) => {
    const rows = effects?.rows.tables.find((each) => keyOf(each.table) === table)
    const count = (rows?.inserted ?? 0) + (rows?.updated ?? 0) + (rows?.written ?? 0)
    return count > 0 ? [name] : []
  })

/** The values among it, as they stand beside those that differ from build to build. */
export const clockValues = (movedClock: MovedClock): VolatileValue[] =>
  movedClock?.outcome === 'built'
    ? movedClock.found
        .filter(({ kind }) => kind === 'clock-value')
        .map(({ address, attribute, cause }) => ({
          address: sentAddress(address),
          attribute,
          cause: `the day that it is built on: ${cause}`,
        }))
    : []
