import type { Finding } from '../../shared/finding.ts'
import { keyOf, type Model } from '../../shared/model.ts'
import type { SeedData, SequenceState, TableRows } from '../../shared/rows.ts'
import { sharedAffixes } from './affixes.ts'
import { causeOf, identifyingColumns } from './causes.ts'
import {
  cutCell,
  innerCuts,
  familyOf,
  isEpoch,
  isTime,
  type Cutting,
  type TypeFamily,
} from './cells.ts'
import { compareRows } from './compare-rows.ts'
import { sameState } from './compare-sequences.ts'
import { labelsOf, signatureOf } from './labels.ts'
import { ANY_ROW, literalKey, placesOf, prepareData, prepareTable, scopes } from './prepare.ts'
import type { RowVolatility, VolatileColumn, VolatileTable } from './volatile-column.ts'

export type { RowVolatility } from './volatile-column.ts'

/** What differs between two builds of the same folder, explained or not. */
export interface BuildDifferences {
  readonly volatile: RowVolatility
  /** Structural findings about rows that the folder doesn't build the same twice, whatever is forgiven. */
  readonly unexplained: Finding[]
}

/** Finds out what differs between two builds of the same folder; the model is the first build's. */
export function rowVolatility(first: SeedData, second: SeedData, model: Model): BuildDifferences {
  const [{ views, refreshed }, others] = [first, second]
  const tables = tableVolatility(withViews(first, []), withViews(second, []), model)
  if (tables.unexplained.length > 0) return tables
  const of = (some: readonly TableRows[], same: readonly TableRows[]): RowVolatility =>
    viewVolatility(tables.volatile, withViews(first, some), withViews(second, same), model)
  const volatile = of(views ?? [], others.views ?? [])
  return {
    volatile:
      refreshed && others.refreshed
        ? { ...volatile, refreshed: of(refreshed, others.refreshed) }
        : volatile,
    unexplained: [],
  }
}

const withViews = ({ tables, sequences }: SeedData, views: readonly TableRows[]): SeedData => ({
  tables,
  sequences,
  views,
})

/** What the folder builds of views in other rows each time can't be compared; that is no fault of its tables. */
function viewVolatility(
  known: RowVolatility,
  first: SeedData,
  second: SeedData,
  model: Model,
): RowVolatility {
  const [views, others] = [first.views ?? [], second.views ?? []]
  const settled = (some: readonly TableRows[], base: RowVolatility): RowVolatility | undefined => {
    const keys = new Set(some.map(({ table }) => table))
    const same = others.filter(({ table }) => keys.has(table))
    const found = some.flatMap((view) => {
      const other = same.find(({ table }) => table === view.table)
      const volatile = other && volatileTable(view, other, model)
      return volatile ? [[view.table, volatile] as const] : []
    })
    return settleLinks(
      { ...base, tables: new Map([...base.tables, ...found]) },
      withViews(first, some),
      withViews(second, same),
      model,
      keys,
    )
  }
  const all = views.length === 0 ? known : settled(views, known)
  if (all) return all
  const steady: TableRows[] = []
  let volatile = known
  for (const view of views) {
    const more = settled([...steady, view], known)
    if (!more) continue
    volatile = more
    steady.push(view)
  }
  const unsteady = views.filter((view) => !steady.includes(view)).map(({ table }) => table)
  return { ...volatile, unsteady: new Set(unsteady) }
}

function tableVolatility(first: SeedData, second: SeedData, model: Model): BuildDifferences {
  const others = new Map(second.tables.map((table) => [table.table, table]))
  const tables = new Map<string, VolatileTable>()
  for (const table of first.tables) {
    const other = others.get(table.table)
    const found = other && volatileTable(table, other, model)
    if (found) tables.set(table.table, found)
  }
  const sequences = volatileSequences(first, second)
  const settled = settleLinks({ tables, sequences }, first, second, model)
  if (settled !== undefined) return { volatile: settled, unexplained: [] }
  const volatile = { tables, sequences }
  const findings = compareRows(first, second, volatile).findings.filter(
    (finding) => finding.class === 'structural',
  )
  const unexplained = findings.map((finding) => ({
    ...finding,
    note: `the old folder doesn't build the same rows twice: ${finding.note ?? ''}`,
  }))
  return { volatile, unexplained }
}

function volatileTable(
  first: TableRows,
  second: TableRows,
  model: Model,
): VolatileTable | undefined {
  const names = first.columns.map((column) => column.name)
  const differing = names.filter((name) => valuesDiffer(first, second, name))
  if (differing.length === 0) return undefined
  const stable = names.filter((name) => !differing.includes(name)).sort()
  const columns = new Map<string, VolatileColumn>()
  for (const name of differing) {
    columns.set(name, volatileColumn(first, second, { stable, columns }, name, model))
  }
  return { stable, columns }
}

/** With another number of rows every column differs a little; then only one that shares less than half is volatile. */
function valuesDiffer(first: TableRows, second: TableRows, name: string): boolean {
  const [a, b] = [columnOf(first, name), columnOf(second, name)]
  const shared = countShared(a, b)
  if (a.length === b.length) return shared < a.length
  return shared * 2 < Math.min(a.length, b.length)
}

function columnOf(table: TableRows, name: string): (string | null)[] {
  const place = placesOf(table).get(name) ?? -1
  return table.rows.map((row) => row[place] ?? null)
}

function countShared<T>(a: readonly T[], b: readonly T[]): number {
  const left = new Map<T, number>()
  for (const item of a) left.set(item, (left.get(item) ?? 0) + 1)
  let shared = 0
  for (const item of b) {
    const count = left.get(item) ?? 0
    if (count === 0) continue
    left.set(item, count - 1)
    shared++
  }
  return shared
}

/** Of few values or of measures: two that are equal say nothing. */
const ACCIDENTAL: ReadonlySet<TypeFamily> = new Set(['boolean', 'number'])

const isRangeOrEnum = (model: Model, type: string): boolean =>
  /^(int[48]|ts|tstz|date)(multi)?range$/.test(type) ||
  ['range', 'enum'].includes(
    model.objects.get(keyOf({ type: 'type', names: [type], args: [] }))?.kind ?? '',
  )

function volatileColumn(
  first: TableRows,
  second: TableRows,
  table: VolatileTable,
  name: string,
  model: Model,
): VolatileColumn {
  const changing = changedValues(first, second, name)
  const cause = causeOf(model, first, name, changing)
  const type = first.columns.find((column) => column.name === name)?.type ?? ''
  const family = familyOf(type)
  const identifies = identifyingColumns(model, first.table).has(name)
  const values = [...changing, ...changedValues(second, first, name)]
  const looksTimely = values.every((value) => isTime(value) || isEpoch(value))
  const timely = family === 'time' || (values.length > 0 && looksTimely)
  const column: Omit<VolatileColumn, 'cut' | 'literals' | 'affixes'> = {
    cause: cause.text,
    remade: cause.remade,
    timely,
    width: commonWidth(values),
    linked: identifies || !(timely || ACCIDENTAL.has(family) || isRangeOrEnum(model, type)),
  }
  const withAffixes = (found: VolatileColumn): VolatileColumn => ({
    ...found,
    affixes: sharedAffixes(first, second, table, name, found),
  })
  for (const cut of innerCuts(family)) {
    const literals = sharedPieces(first, second, table, name, { cut, timely })
    const candidate = { ...column, cut, literals, affixes: new Map() }
    if (sameShapes(first, second, table, name, candidate)) return withAffixes(candidate)
  }
  const literals = sharedPieces(first, second, table, name, { cut: 'whole', timely })
  const whole: VolatileColumn = { ...column, cut: 'whole', literals, affixes: new Map() }
  return family === 'text' ? withAffixes(whole) : whole
}

function changedValues(own: TableRows, other: TableRows, name: string): string[] {
  const others = new Set(columnOf(other, name))
  return columnOf(own, name).filter((value) => value !== null && !others.has(value)) as string[]
}

function commonWidth(values: readonly string[]): number | null {
  const widths = new Set(values.map((value) => value.length))
  const [only] = widths
  return widths.size === 1 && only !== undefined ? only : null
}

/** The pieces of a column's cells that both builds have in the same row. */
function sharedPieces(
  first: TableRows,
  second: TableRows,
  table: VolatileTable,
  name: string,
  cutting: Cutting,
): ReadonlySet<string> {
  const others = piecesOf(second, table, name, cutting)
  const shared = new Set<string>()
  for (const [key, value] of piecesOf(first, table, name, cutting)) {
    if (!others.has(key)) continue
    shared.add(key)
    shared.add(literalKey(ANY_ROW, value))
  }
  return shared
}

function piecesOf(
  rows: TableRows,
  table: VolatileTable,
  name: string,
  cutting: Cutting,
): Map<string, string> {
  const place = placesOf(rows).get(name) ?? -1
  const scopeOf = scopes(rows, table, table.stable)
  const pieces = new Map<string, string>()
  for (const row of rows.rows) {
    const cell = row[place] ?? null
    if (cell === null) continue
    const scope = scopeOf(row)
    for (const piece of cutCell(cell, cutting)) {
      if ('value' in piece) pieces.set(literalKey(scope, piece.value), piece.value)
    }
  }
  return pieces
}

function sameShapes(
  first: TableRows,
  second: TableRows,
  table: VolatileTable,
  name: string,
  candidate: VolatileColumn,
): boolean {
  const tried = { stable: table.stable, columns: new Map([[name, candidate]]) }
  const names = [...table.stable, name]
  const shapes = (rows: TableRows): string[] =>
    prepareTable(rows, tried, names).rows.map((row) => row.stable)
  return sameMultiset(shapes(first), shapes(second))
}

const sameMultiset = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && countShared(a, b) === a.length

/**
 * Where equal values turn out to be equal by accident, only those that must be references are taken as such; undefined
 * where the builds differ even so.
 */
function settleLinks(
  volatile: RowVolatility,
  first: SeedData,
  second: SeedData,
  model: Model,
  among?: ReadonlySet<string>,
): RowVolatility | undefined {
  if (buildsAgree(first, second, volatile)) return volatile
  const doubtful = [...volatile.tables].flatMap(([table, { columns }]) => {
    if (among?.has(table) === false) return []
    const identifying = identifyingColumns(model, table)
    return [...columns]
      .filter(([name, column]) => column.linked && !identifying.has(name))
      .map(([name]) => ({ table, name }))
  })
  let settled = doubtful.reduce((all, each) => withLink(all, each, false), volatile)
  if (!buildsAgree(first, second, settled)) return undefined
  for (const each of doubtful) {
    const linked = withLink(settled, each, true)
    if (buildsAgree(first, second, linked)) settled = linked
  }
  return settled
}

function withLink(
  volatile: RowVolatility,
  { table, name }: { readonly table: string; readonly name: string },
  linked: boolean,
): RowVolatility {
  const found = volatile.tables.get(table)
  const column = found?.columns.get(name)
  if (!found || !column) return volatile
  const columns = new Map(found.columns).set(name, { ...column, linked })
  return { ...volatile, tables: new Map(volatile.tables).set(table, { ...found, columns }) }
}

function buildsAgree(first: SeedData, second: SeedData, volatile: RowVolatility): boolean {
  const signatures = (data: SeedData): string[] => {
    const rows = prepareData(data, volatile).flatMap((table) => table.rows)
    const labels = labelsOf(rows.filter((row) => row.linked.length > 0))
    return rows.map((row) => signatureOf(row, labels))
  }
  return sameMultiset(signatures(first), signatures(second))
}

function volatileSequences(first: SeedData, second: SeedData): Map<string, SequenceState> {
  const others = new Map(second.sequences.map((state) => [state.sequence, state]))
  const volatile = new Map<string, SequenceState>()
  for (const state of first.sequences) {
    const other = others.get(state.sequence)
    if (!other || sameState(state, other)) continue
    const further = BigInt(other.lastValue) > BigInt(state.lastValue) ? other : state
    volatile.set(state.sequence, further)
  }
  return volatile
}
