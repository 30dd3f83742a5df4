import type { AttributeDifference, Change, Finding } from '../../shared/finding.ts'
import { addressOf } from '../../shared/model.ts'
import type { Cell, TableRows } from '../../shared/rows.ts'
import type { Pair } from './match-rows.ts'
import type { ChangedRow, RowChanges } from './pair-changed.ts'
import { placesOf, type PreparedRow } from './prepare.ts'
import type { VolatileColumn } from './volatile-column.ts'

/** The rows of one table on both sides; null where one has no such table. */
export interface TableSides {
  readonly key: string
  readonly old: TableRows | null
  readonly rebuilt: TableRows | null
}

const MOST_EXAMPLES = 20
const LONGEST_CELL = 200
const LONGEST_NAME = 40
/** What is shown of a long cell before the first difference. */
const BEFORE_DIFFERENCE = 40

/** One finding for all rows of a table that are missing, added or changed. */
export function changesFinding(
  side: TableSides,
  columns: readonly string[],
  naming: readonly string[],
  { changed, missing, added }: RowChanges,
): Finding | undefined {
  if (changed.length + missing.length + added.length === 0) return undefined
  const old = reader(side.old, columns)
  const rebuilt = reader(side.rebuilt, columns)
  const name = (cells: readonly Cell[]): string => nameOf(cells, columns, naming)
  const examples = [
    ...changed.flatMap((row): AttributeDifference[] => {
      const [cells, others] = [old(row.old), rebuilt(row.rebuilt)]
      return row.places.filter(isDifference(row, cells, others)).map((place) => ({
        name: `${name(cells)}.${columns[place]}`,
        ...clipBoth(cells[place], others[place]),
      }))
    }),
    ...missing.map((row) => ({
      name: `${name(old(row))} missing`,
      old: asText(old(row), columns),
      rebuilt: null,
    })),
    ...added.map((row) => ({
      name: `${name(rebuilt(row))} added`,
      old: null,
      rebuilt: asText(rebuilt(row), columns),
    })),
  ]
  const counts: readonly (readonly [string, number])[] = [
    ['missing', missing.length],
    ['added', added.length],
    ['changed', changed.length],
  ]
  const said = counts
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${plural(count)} ${what}`)
  const more = examples.length - MOST_EXAMPLES
  return {
    class: 'structural',
    kind: 'rows',
    address: addressOf(side.key),
    change: changeOf(changed.length, missing.length, added.length),
    attributes: [...countDifference(side), ...examples.slice(0, MOST_EXAMPLES)],
    note: `${said.join(', ')}${more > 0 ? `; the first ${MOST_EXAMPLES} differences are shown` : ''}`,
  }
}

/** How many rows there are, where that differs: the same number twice is no difference. */
function countDifference({ old, rebuilt }: TableSides): AttributeDifference[] {
  const counts = { old: old?.rows.length ?? null, rebuilt: rebuilt?.rows.length ?? null }
  return counts.old === counts.rebuilt ? [] : [{ name: 'rows', ...counts }]
}

/** One finding for the volatile values of a table, also of rows that differ in more; what is told of those is left out. */
export function volatileFinding(
  side: TableSides,
  columns: readonly string[],
  pairs: readonly (Pair | ChangedRow)[],
  volatileColumns: ReadonlyMap<string, VolatileColumn>,
): Finding | undefined {
  const names = [...volatileColumns.keys()]
  const old = reader(side.old, names)
  const rebuilt = reader(side.rebuilt, names)
  const attributes = names.flatMap((name, place): AttributeDifference[] => {
    const isTold = (pair: Pair | ChangedRow): boolean =>
      'places' in pair && pair.places.includes(columns.indexOf(name))
    const differing = pairs.filter(
      (pair) => old(pair.old)[place] !== rebuilt(pair.rebuilt)[place] && !isTold(pair),
    )
    const [example] = differing
    if (!example) return []
    const cells = clipBoth(old(example.old)[place], rebuilt(example.rebuilt)[place])
    return [{ name: `${name} (${plural(differing.length)})`, ...cells }]
  })
  if (attributes.length === 0) return undefined
  const causes = [...volatileColumns].map(([name, { cause }]) => `${name}: ${cause}`)
  return {
    class: 'volatile',
    kind: 'rows',
    address: addressOf(side.key),
    change: 'changed',
    attributes,
    note: `these values differ between two builds of the old folder as well (${causes.join('; ')})`,
  }
}

/**
 * In a row that differs elsewhere a literal of a volatile column can't be told from a made value: there the text
 * decides. Two random values with the same text may still mean different rows.
 */
export const isDifference =
  ({ old, rebuilt }: Pair, cells: readonly Cell[], others: readonly Cell[]) =>
  (place: number): boolean =>
    old.shapes[place] === rebuilt.shapes[place] || cells[place] !== others[place]

const changeOf = (changed: number, missing: number, added: number): Change =>
  changed === 0 && added === 0 ? 'missing' : changed === 0 && missing === 0 ? 'added' : 'changed'

const plural = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)

/** Gives a row's cells in the order of these columns. */
export function reader(
  table: TableRows | null,
  columns: readonly string[],
): (row: PreparedRow) => readonly Cell[] {
  const places = table ? placesOf(table) : new Map<string, number>()
  const order = columns.map((name) => places.get(name) ?? -1)
  return (row) => order.map((place) => table?.rows[row.index]?.[place] ?? null)
}

/** The columns that name a row: its key, else the first ones, but none that is volatile where another will do. */
export function namingColumns(
  columns: readonly string[],
  key: readonly string[],
  isVolatile: (column: string) => boolean,
): readonly string[] {
  if (key.length > 0 && !key.some(isVolatile)) return key
  const stable = columns.filter((name) => !isVolatile(name))
  return stable.length > 0 ? stable.slice(0, 3) : key.length > 0 ? key : columns.slice(0, 3)
}

function nameOf(
  cells: readonly Cell[],
  columns: readonly string[],
  naming: readonly string[],
): string {
  const parts = naming.map(
    (name) => `${name}=${clip(cells[columns.indexOf(name)], LONGEST_NAME) ?? 'NULL'}`,
  )
  return `row (${parts.join(', ')})`
}

const asText = (cells: readonly Cell[], columns: readonly string[]): string =>
  columns.map((name, place) => `${name}=${clip(cells[place]) ?? 'NULL'}`).join(', ')

/** So much of two long cells that what differs first is seen, with what stands before it. */
function clipBoth(old: Cell | undefined, rebuilt: Cell | undefined): { old: Cell; rebuilt: Cell } {
  const first = firstDifference(old ?? '', rebuilt ?? '')
  const from = first < LONGEST_CELL - BEFORE_DIFFERENCE ? 0 : first - BEFORE_DIFFERENCE
  return { old: clip(old, LONGEST_CELL, from), rebuilt: clip(rebuilt, LONGEST_CELL, from) }
}

function firstDifference(a: string, b: string): number {
  let place = 0
  while (place < Math.min(a.length, b.length) && a[place] === b[place]) place += 1
  // A character beyond the first 65,536 is two units, which stay together.
  return /[\ud800-\udbff]/.test(a[place - 1] ?? '') ? place - 1 : place
}

function clip(cell: Cell | undefined, longest = LONGEST_CELL, from = 0): Cell {
  if (cell === null || cell === undefined) return null
  if (cell.length <= longest) return cell
  const [lead, trail] = [from > 0 ? '…' : '', from + longest < cell.length ? '…' : '']
  return `${lead}${cell.slice(from, from + longest)}${trail} (${cell.length} characters)`
}
