import { guardsOf } from '../baseline/seed-guards.ts'
import { awayOf } from '../baseline/seed-away.ts'
import { orderTables, referencesOf, type Reference } from '../baseline/seed-order.ts'
import { insertGroup } from '../baseline/seed-rows.ts'
import { refreshStatements, setvalStatement } from '../baseline/seed.ts'
import { ident, literal, qualified } from '../kinds/sql.ts'
import { deriveRows, type SeedRows } from '../rows/derived.ts'
import type { RowVolatility } from '../rows/volatile-column.ts'
import type { Finding } from '../../shared/finding.ts'
import type { Model } from '../../shared/model.ts'
import { addressOf, keyOf } from '../../shared/model.ts'
import type { Cell, SeedData } from '../../shared/rows.ts'
import type { Touched } from './held.ts'
import { rowDifference, type RowDifference } from './row-difference.ts'

/** The rows of both sides, and where those of the rebuilt one stand. */
export interface RowSides {
  readonly old: SeedData
  readonly rebuilt: SeedData
  readonly volatile: RowVolatility | null
  /** The schema that the statements will meet. */
  readonly model: Model
}

/** Statements after the seed's own that make rows and sequence states those of old, those of what starts again too. */
export function rowStatements(
  sides: RowSides,
  findings: readonly Finding[],
  restarted: ReadonlySet<string>,
): readonly string[] {
  const keysOf = (kind: Finding['kind']): Set<string> =>
    new Set(findings.filter((each) => each.kind === kind).map(({ address }) => keyOf(address)))
  const wanted = keysOf('rows')
  const inserts = tableStatements(sides, wanted)
  const isView = (key: string): boolean =>
    sides.model.objects.get(key)?.kind === 'materialized-view'
  const refreshes =
    inserts.length === 0 && [...wanted].some(isView) ? refreshStatements(sides.model) : []
  const sequences = keysOf('sequence-state')
  const states = sides.old.sequences
    .filter(({ sequence }) => sequences.has(sequence) || restarted.has(sequence))
    .map((state) => sides.volatile?.sequences.get(state.sequence) ?? state)
  return [...inserts, ...states.map(setvalStatement), ...refreshes]
}

function tableStatements(sides: RowSides, wanted: ReadonlySet<string>): readonly string[] {
  const { model } = sides
  const tables = deriveRows(sides.old, sides.volatile, model).filter(({ table }) =>
    model.objects.has(table),
  )
  const references = referencesOf(model, tables)
  const differences = new Map(
    [...wanted].flatMap((key) => {
      const difference = differenceOf(sides, key)
      return difference ? [[key, difference] as const] : []
    }),
  )
  const anew = writtenAnew(
    sides,
    [...wanted].filter((key) => !differences.has(key)),
    references,
  )
  const touched = [...new Set([...anew, ...differences.keys()])].filter((key) =>
    tables.some(({ table }) => table === key),
  )
  if (touched.length === 0) return []
  const ordered = orderTables(
    tables.filter(({ table }) => touched.includes(table)),
    references,
    model,
  )
  const reversed = ordered.toReversed()
  const filled = new Set(
    sides.rebuilt.tables.flatMap(({ table, rows }) => (rows.length > 0 ? [table] : [])),
  )
  const rewritten = (group: readonly SeedRows[]): SeedRows[] =>
    group.filter(({ table }) => anew.has(table))
  const away = awayOf(
    model,
    ordered.map((group) => group.map(({ table }) => table)),
  )
  const guards = guardsOf(model, touched, away.keys)
  return [
    ...guards.before,
    ...away.before,
    ...reversed.flatMap((group) =>
      emptied(rewritten(group).filter(({ table }) => filled.has(table))),
    ),
    ...ordered.flatMap((group) => insertGroup(group.map(toInsert(anew, differences)), references)),
    ...ordered.flat().flatMap((table) => updates(table, anew, differences)),
    ...reversed.flat().flatMap((table) => deletes(table, anew, differences)),
    ...guards.after,
    ...away.after.map(({ sql }) => sql),
    ...refreshStatements(model),
  ]
}

/** What of the rows that are there is mended, by the table that these findings are of. */
export function touchedBy(sides: RowSides, findings: readonly Finding[]): Touched {
  const keys = findings.filter(({ kind }) => kind === 'rows').map(({ address }) => keyOf(address))
  return new Map(
    keys.map((key): readonly [string, ReadonlySet<string> | 'all'] => {
      const columns = sides.old.tables.find(({ table }) => table === key)?.columns ?? []
      const difference = differenceOf(sides, key)
      if (!difference || difference.added.length > 0) return [key, 'all']
      const places = difference.changed.flatMap((row) => row.places)
      return [key, new Set(places.flatMap((place) => columns[place]?.name ?? []))]
    }),
  )
}

/** Row by row where each row can be named by a key that is the same in every build; else undefined. */
function differenceOf(sides: RowSides, key: string): RowDifference | undefined {
  if (sides.volatile?.tables.has(key)) return undefined
  const [old, rebuilt] = [sides.old, sides.rebuilt].map((data) =>
    data.tables.find(({ table }) => table === key),
  )
  return old ? rowDifference(old, rebuilt, sides.model) : undefined
}

/** Tables whose rows are written anew, with those that refer to them, and those that share values made in each build. */
function writtenAnew(
  { volatile, old }: RowSides,
  keys: readonly string[],
  references: readonly Reference[],
): ReadonlySet<string> {
  const anew = new Set(keys)
  const made = old.tables.map(({ table }) => table).filter((table) => volatile?.tables.has(table))
  for (let size = -1; size !== anew.size;) {
    size = anew.size
    if (made.some((table) => anew.has(table))) for (const table of made) anew.add(table)
    for (const { from, to } of references) if (anew.has(to)) anew.add(from)
  }
  return anew
}

function emptied(group: readonly SeedRows[]): string[] {
  const statements = group.map(({ table }) => `DELETE FROM ${qualified(addressOf(table).names)}`)
  const last = statements.pop()
  if (last === undefined) return []
  const parts = statements.map((sql, place) => `gone_${place + 1} AS (${sql})`)
  return [parts.length === 0 ? last : `WITH ${parts.join(', ')} ${last}`]
}

const toInsert =
  (anew: ReadonlySet<string>, differences: ReadonlyMap<string, RowDifference>) =>
  (table: SeedRows): SeedRows =>
    anew.has(table.table) ? table : { ...table, rows: differences.get(table.table)?.missing ?? [] }

function updates(
  { table, columns }: SeedRows,
  anew: ReadonlySet<string>,
  differences: ReadonlyMap<string, RowDifference>,
): string[] {
  const difference = anew.has(table) ? undefined : differences.get(table)
  return (difference?.changed ?? []).map(({ row, places, where }) => {
    const sets = places.map(
      (place) => `${ident(columns[place]?.name ?? '')} = ${valueOf(row[place] ?? null)}`,
    )
    return `UPDATE ${qualified(addressOf(table).names)} SET ${sets.join(', ')} WHERE ${conditions(where)}`
  })
}

function deletes(
  { table }: SeedRows,
  anew: ReadonlySet<string>,
  differences: ReadonlyMap<string, RowDifference>,
): string[] {
  const difference = anew.has(table) ? undefined : differences.get(table)
  return (difference?.added ?? []).map(
    (where) => `DELETE FROM ${qualified(addressOf(table).names)} WHERE ${conditions(where)}`,
  )
}

const valueOf = (cell: Cell): string => (cell === null ? 'NULL' : literal(cell))
const conditions = (where: readonly (readonly [string, Cell])[]): string =>
  where
    .map(([name, cell]) =>
      cell === null ? `${ident(name)} IS NULL` : `${ident(name)} = ${valueOf(cell)}`,
    )
    .join(' AND ')
