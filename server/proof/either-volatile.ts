import type { VolatileAttributes } from '../compare/volatile.ts'
import type { RowVolatility } from '../rows/volatility.ts'
import type { VolatileTable } from '../rows/volatile-column.ts'
import type { SequenceState } from '../../shared/rows.ts'

/** What is known to differ from one build of a side to the next. */
export interface Volatility {
  readonly volatile: VolatileAttributes
  readonly volatileRows: RowVolatility | null
}

/** Of a database that was not built: nothing. */
export const STEADY: Volatility = { volatile: new Map(), volatileRows: null }

/** What differs between two builds of either side says nothing when the sides are compared. */
export const eitherVolatile = (old: Volatility, rebuilt: Volatility): Volatility => ({
  volatile: merged(old.volatile, rebuilt.volatile, (a, b) => new Map([...b, ...a])),
  volatileRows: eitherRows(old.volatileRows, rebuilt.volatileRows),
})

function eitherRows(
  old: RowVolatility | null,
  rebuilt: RowVolatility | null,
): RowVolatility | null {
  if (!old || !rebuilt) return old ?? rebuilt
  return {
    tables: merged(old.tables, rebuilt.tables, eitherTable),
    sequences: merged(old.sequences, rebuilt.sequences, further),
  }
}

function eitherTable(old: VolatileTable, rebuilt: VolatileTable): VolatileTable {
  const columns = new Map([...rebuilt.columns, ...old.columns])
  return { columns, stable: old.stable.filter((name) => !columns.has(name)) }
}

const further = (a: SequenceState, b: SequenceState): SequenceState =>
  BigInt(b.lastValue) > BigInt(a.lastValue) ? b : a

function merged<T>(
  first: ReadonlyMap<string, T>,
  second: ReadonlyMap<string, T>,
  both: (a: T, b: T) => T,
): ReadonlyMap<string, T> {
  const all = new Map(first)
  for (const [key, value] of second) {
    const known = all.get(key)
    all.set(key, known === undefined ? value : both(known, value))
  }
  return all
}
