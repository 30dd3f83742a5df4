import { comparedTables, type Cell, type SeedData, type TableRows } from '../../shared/rows.ts'
import { cutCell, isUuid, joinCells } from './cells.ts'
import { digest } from './hash.ts'
import type { LinkedRow } from './labels.ts'
import {
  NO_AFFIX,
  type Affix,
  type RowVolatility,
  type VolatileColumn,
  type VolatileTable,
} from './volatile-column.ts'

/** A row taken apart: what is the same in every build of the folder, and what is made anew. */
export interface PreparedRow extends LinkedRow {
  readonly table: string
  /** Place among the rows that were read. */
  readonly index: number
  /** Per column: its text with the volatile values left out. */
  readonly shapes: readonly string[]
  /** Per column: its linked values; null where the whole row has none. */
  readonly links: readonly (readonly string[])[] | null
}

/** The rows of one table, taken apart. */
export interface PreparedTable {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly PreparedRow[]
}

/** Takes the rows apart; only the named columns of each table, where `columnsOf` names them. */
export const prepareData = (
  data: SeedData,
  volatile: RowVolatility | null,
  columnsOf: (table: TableRows) => readonly string[] = (table) =>
    table.columns.map((column) => column.name),
): PreparedTable[] =>
  comparedTables(data).map((table) =>
    prepareTable(table, volatile?.tables.get(table.table), columnsOf(table)),
  )

/** Takes the rows of one table apart, these columns of them. */
export function prepareTable(
  table: TableRows,
  volatile: VolatileTable | undefined,
  columns: readonly string[],
): PreparedTable {
  const places = placesOf(table)
  const readers = columns.map((name) => {
    const place = places.get(name) ?? -1
    return { place, volatile: volatile?.columns.get(name) }
  })
  const scopeOf = scopes(table, volatile, columns)
  const rows = table.rows.map((row, index): PreparedRow => {
    const scope = scopeOf(row)
    const cells = readers.map(({ place, volatile: column }) =>
      prepareCell(row[place] ?? null, column, scope),
    )
    const links = cells.map((cell) => cell.linked)
    const linked = links.flat()
    const shapes = cells.map((cell) => cell.shape)
    return {
      table: table.table,
      index,
      shapes,
      links: linked.length === 0 ? null : links,
      linked,
      stable: joinCells([table.table, ...shapes]),
    }
  })
  return { table: table.table, columns, rows }
}

const NO_LINKS: readonly string[] = []
const LINKED = 1
const FREE = 2

function prepareCell(
  cell: Cell,
  column: VolatileColumn | undefined,
  scope: string,
): { readonly shape: string; readonly linked: readonly string[] } {
  if (cell === null) return { shape: '-', linked: NO_LINKS }
  if (!column) return { shape: `=${cell}`, linked: NO_LINKS }
  const parts = partsOf(cell, column, scope)
  if (parts.every((part) => part.role === 'literal')) return { shape: `=${cell}`, linked: NO_LINKS }
  const shape = parts.map(({ role, text }) =>
    role === 'literal' ? text : role === 'linked' ? LINKED : FREE,
  )
  const linked = parts.filter(({ role }) => role === 'linked').map(({ text }) => text)
  return { shape: `~${JSON.stringify(shape)}`, linked }
}

/** A piece of a volatile cell: the same in every build, a value that others refer to, or one that stands alone. */
export interface Part {
  readonly role: 'literal' | 'linked' | 'free'
  readonly text: string
  readonly time: boolean
  /** What it has to begin and end with. */
  readonly affix: Affix
}

/** Takes a cell of a volatile column apart; `scope` names its row. */
export function partsOf(cell: string, column: VolatileColumn, scope: string): readonly Part[] {
  return cutCell(cell, column).map((piece, rank): Part => {
    const affix = NO_AFFIX
    if ('text' in piece) return { role: 'literal', text: piece.text, time: false, affix }
    const { value: text, time } = piece
    if (column.literals.has(literalKey(scope, text))) return { role: 'literal', text, time, affix }
    return {
      role: isLinked(text, time, column) ? 'linked' : 'free',
      text,
      time,
      affix: column.affixes.get(literalKey(scope, String(rank))) ?? NO_AFFIX,
    }
  })
}

/** A UUID is never the same by accident; times often are. */
const isLinked = (value: string, time: boolean, column: VolatileColumn): boolean =>
  isUuid(value) || (column.linked && (!time || column.cut === 'whole'))

/** The key of a value that is a literal in that row. */
export const literalKey = (scope: string, value: string): string => `${scope}:${value}`

/** Where the exact row can't be told, since a side lacks some of its columns. */
export const ANY_ROW = '*'

/** Names the row a cell stands in, by the row's stable columns: a value is literal only there. */
export function scopes(
  table: TableRows,
  volatile: VolatileTable | undefined,
  columns: readonly string[],
): (row: readonly Cell[]) => string {
  if (!volatile) return () => ANY_ROW
  if (!volatile.stable.every((name) => columns.includes(name))) return () => ANY_ROW
  const places = placesOf(table)
  const stable = volatile.stable.map((name) => places.get(name) ?? -1)
  return (row) => digest(joinCells(stable.map((place) => row[place] ?? null)))
}

/** The place of each column, by its name. */
export const placesOf = (table: TableRows): ReadonlyMap<string, number> =>
  new Map(table.columns.map((column, place) => [column.name, place]))
