import { addressOf } from '../../shared/model.ts'
import type { RowColumn } from '../../shared/rows.ts'
import { ident, literal, qualified } from '../kinds/sql.ts'
import { BY_DEFAULT, type SeedCell, type SeedRows } from '../rows/derived.ts'
import { familyOf } from '../rows/cells.ts'
import { stronglyConnected, type Reference, type TableGroup } from './seed-order.ts'

type Row = readonly SeedCell[]

/** Rows in one INSERT at most. */
const BATCH = 500

/** The INSERTs of tables that refer to each other, or of one table. */
export function insertGroup(
  group: TableGroup,
  references: readonly Reference[],
): readonly string[] {
  const [only] = group
  if (only && group.length === 1) return insertTable(only, references)
  // Foreign keys are checked when the whole statement is done, so that one statement may close a circle.
  const inserts = group.flatMap((table) => {
    const rows = sortRows(table)
    return rows.length === 0 ? [] : [insert(table, rows)]
  })
  const last = inserts.pop()
  if (last === undefined) return []
  if (inserts.length === 0) return [last]
  const parts = inserts.map((sql, place) => `part_${place + 1} AS (\n${sql}\n)`)
  return [`WITH ${parts.join(', ')}\n${last}`]
}

function insertTable(table: SeedRows, references: readonly Reference[]): string[] {
  const own = references.filter(({ from, to }) => from === table.table && to === table.table)
  const batches = inBatches(referredFirst(table, sortRows(table), own))
  return batches.map((rows) => insert(table, rows))
}

function insert(table: SeedRows, rows: readonly Row[]): string {
  const shown = table.columns.flatMap((column, place) =>
    rows.every((row) => row[place] === BY_DEFAULT) ? [] : [{ column, place }],
  )
  const name = qualified(addressOf(table.table).names)
  const [first] = table.columns
  if (shown.length === 0) {
    if (rows.length === 1) return `INSERT INTO ${name} DEFAULT VALUES`
    // A table without a column of its own still takes rows: as many as this select gives.
    if (!first)
      return `INSERT INTO ${name} SELECT FROM pg_catalog.generate_series(1, ${rows.length})`
    shown.push({ column: first, place: 0 })
  }
  const columns = shown.map(({ column }) => ident(column.name)).join(', ')
  const always = shown.some(({ column }) => column.identity === 'always')
  const overriding = always ? ' OVERRIDING SYSTEM VALUE' : ''
  const lines = rows.map(
    (row) =>
      `  (${shown.map(({ column, place }) => valueText(row[place] ?? null, column)).join(', ')})`,
  )
  return `INSERT INTO ${name} (${columns})${overriding} VALUES\n${lines.join(',\n')}`
}

/** Numbers and booleans read best bare and mean the same; everything else is read by its type's input function. */
function valueText(cell: SeedCell, { type }: RowColumn): string {
  if (cell === BY_DEFAULT) return 'DEFAULT'
  if (cell === null) return 'NULL'
  if (type === 'boolean') return cell === 't' ? 'true' : 'false'
  const bare = familyOf(type) === 'integer' && type !== 'oid' && /^(0|-?[1-9]\d{0,17})$/.test(cell)
  return bare ? cell : literal(cell)
}

/** Sorts rows by key, else by what is the same in every build; whatever order they were read in. */
function sortRows({ columns, key = [], made, rows }: SeedRows): readonly Row[] {
  const names = columns.map((column) => column.name)
  const stable = names.filter((name) => !made.has(name))
  const order = [...new Set([...key.filter((name) => !made.has(name)), ...stable, ...names])]
  const places = order.map((name) => names.indexOf(name))
  const numeric = columns.map(({ type }) => familyOf(type) === 'integer')
  return [...rows].sort((a, b) => {
    for (const place of places) {
      const compared = compareCells(a[place] ?? null, b[place] ?? null, numeric[place] === true)
      if (compared !== 0) return compared
    }
    return 0
  })
}

function compareCells(a: SeedCell, b: SeedCell, numeric: boolean): number {
  if (a === b) return 0
  if (typeof a !== 'string' || typeof b !== 'string') return rank(a) - rank(b)
  if (!numeric) return a < b ? -1 : 1
  const [x, y] = [BigInt(a), BigInt(b)]
  return x < y ? -1 : x > y ? 1 : 0
}

const rank = (cell: SeedCell): number => (cell === BY_DEFAULT ? 0 : cell === null ? 1 : 2)

/** Puts each row after those it refers to; rows that refer to each other in a circle stay together. */
function referredFirst(
  table: SeedRows,
  rows: readonly Row[],
  references: readonly Reference[],
): readonly (readonly Row[])[] {
  if (references.length === 0) return rows.map((row) => [row])
  const names = table.columns.map((column) => column.name)
  const lookups = references.map(({ columns, referenced }) => {
    const [own, target] = [columns, referenced].map((each) =>
      each.map((name) => names.indexOf(name)),
    )
    const known = new Map(rows.map((row) => [tuple(row, target ?? []), row]))
    return (row: Row): Row | undefined => known.get(tuple(row, own ?? []))
  })
  const ranks = new Map(rows.map((row, place) => [row, place]))
  const targetsOf = (row: Row): Row[] =>
    lookups.flatMap((lookup) => {
      const target = lookup(row)
      return target && target !== row ? [target] : []
    })
  return stronglyConnected(rows, targetsOf).map((group) =>
    group.sort((a, b) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0)),
  )
}

const tuple = (row: Row, places: readonly number[]): string =>
  JSON.stringify(places.map((place) => (typeof row[place] === 'string' ? row[place] : null)))

/** Cuts after at most 500 rows, but never inside a circle. */
function inBatches(groups: readonly (readonly Row[])[]): Row[][] {
  const batches: Row[][] = []
  for (const group of groups) {
    const batch = batches.at(-1)
    if (batch && batch.length + group.length <= BATCH) batch.push(...group)
    else batches.push([...group])
  }
  return batches
}
