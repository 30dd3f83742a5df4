import { keyOf } from '../../shared/model.ts'
import type { Cell, SeedData, TableRows } from '../../shared/rows.ts'
import type { RowVolatility, VolatileColumn } from '../rows/volatile-column.ts'

const keyOfTable = (name: string): string =>
  keyOf({ type: 'table', names: ['public', name], args: [] })

/** The rows of a table of `public`; columns are written `name:type name`, of type text where nothing is said. */
export function table(
  name: string,
  columns: string,
  rows: readonly (readonly Cell[])[],
  key?: readonly string[],
): TableRows {
  return {
    table: keyOfTable(name),
    columns: columns.split(' ').map((column) => {
      const [own = '', type = 'text'] = column.split(':')
      return { name: own, type, notNull: false, hasDefault: false, identity: null }
    }),
    ...(key ? { key } : {}),
    rows,
  }
}

export const data = (...tables: readonly TableRows[]): SeedData => ({ tables, sequences: [] })

const RANDOM: VolatileColumn = {
  cause: 'gen_random_uuid()',
  remade: true,
  cut: 'whole',
  timely: false,
  linked: true,
  width: 36,
  literals: new Set(),
  affixes: new Map(),
}

/** Which columns of which tables hold random ids that refer to each other, and which are the same in every build. */
export function volatility(
  tables: Readonly<Record<string, readonly string[]>>,
  stable: Readonly<Record<string, readonly string[]>>,
): RowVolatility {
  return {
    tables: new Map(
      Object.entries(tables).map(([name, columns]) => [
        keyOfTable(name),
        { stable: stable[name] ?? [], columns: new Map(columns.map((column) => [column, RANDOM])) },
      ]),
    ),
    sequences: new Map(),
  }
}

/** A UUID by its number. */
export const id = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
