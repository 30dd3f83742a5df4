import type { Finding, KindCount } from '../../shared/finding.ts'
import { groupBy } from '../../shared/group-by.ts'
import { addressOf, describeAddress, keyOf } from '../../shared/model.ts'
import { comparedTables, type SeedData, type TableRows } from '../../shared/rows.ts'
import { compareSequences } from './compare-sequences.ts'
import { matchRows, type Pair } from './match-rows.ts'
import { pairChanged, type RowChanges } from './pair-changed.ts'
import { placesOf, prepareData } from './prepare.ts'
import { otherSorts } from './other-sort.ts'
import { changesFinding, namingColumns, volatileFinding, type TableSides } from './row-findings.ts'
import type { RowVolatility, VolatileColumn, VolatileTable } from './volatile-column.ts'

/** What a comparison of rows and sequences found. */
export interface RowComparison {
  readonly findings: Finding[]
  readonly counts: { readonly rows: KindCount; readonly 'sequence-state': KindCount }
  readonly notCompared: readonly string[]
}

/** The rows of one table as the comparison pairs them. */
export interface PairedTable extends ComparedTable {
  /** Rows that say the same; volatile values in them may be others. */
  readonly pairs: readonly Pair[]
  readonly changes: RowChanges
  /** Columns whose values differ from build to build. */
  readonly volatile: ReadonlyMap<string, VolatileColumn>
}

/** Pairs the rows of all tables: a value that others refer to stands for one of the other side throughout. */
export function pairRows(
  old: SeedData,
  rebuilt: SeedData,
  volatile: RowVolatility | null,
): readonly PairedTable[] {
  const tables = [...pairTables(old, rebuilt).values()].map(withColumns)
  const common = new Map(tables.map(({ side, columns }) => [side.key, columns]))
  const columnsOf = (table: TableRows): readonly string[] => common.get(table.table) ?? []
  const matching = matchRows(
    prepareData(old, volatile, columnsOf),
    prepareData(rebuilt, volatile, columnsOf),
    new Map(tables.map(({ side, key }) => [side.key, key])),
  )
  const pairs = groupBy(matching.pairs, (pair) => pair.old.table)
  const missing = groupBy(matching.missing, (row) => row.table)
  const added = groupBy(matching.added, (row) => row.table)
  return tables.map((table) => {
    const name = table.side.key
    const rest = { ...table, bindings: matching.bindings }
    const found = volatile?.tables.get(name)
    const known = [...(found?.columns ?? [])]
    const all = pairs.get(name) ?? []
    const changes = pairChanged(missing.get(name) ?? [], added.get(name) ?? [], rest)
    return {
      ...table,
      ...(found ? withOtherSorts(table, found, all, changes) : { pairs: all, changes }),
      volatile: new Map(known.filter(([column]) => table.columns.includes(column))),
    }
  })
}

/** Rows with a value of another sort in place of a volatile one are changed ones. */
function withOtherSorts(
  { side: { old, rebuilt }, columns }: ComparedTable,
  volatile: VolatileTable,
  pairs: readonly Pair[],
  changes: RowChanges,
): Pick<PairedTable, 'pairs' | 'changes'> {
  if (!old || !rebuilt) return { pairs, changes }
  const otherSort = otherSorts(old, rebuilt, volatile, columns)
  const changed = [...pairs.map((pair) => ({ ...pair, places: [] })), ...changes.changed].map(
    (row) => ({ ...row, places: [...new Set([...row.places, ...otherSort(row)])] }),
  )
  return {
    pairs: pairs.filter((_, at) => changed[at]?.places.length === 0),
    changes: {
      ...changes,
      changed: changed.filter(({ places }, at) => at >= pairs.length || places.length > 0),
    },
  }
}

/** Compares rows and sequence states; a volatile value is forgiven, its presence and what it refers to are not. */
export function compareRows(
  old: SeedData,
  rebuilt: SeedData,
  volatile: RowVolatility | null,
): RowComparison {
  const unsteady = volatile?.unsteady ?? new Set()
  const views = new Set(
    [old, rebuilt].flatMap((side) => side.views ?? []).map(({ table }) => table),
  )
  // A view that one side lacks is a difference of the model, and says it all.
  const isCompared = ({ side: { key, old: own, rebuilt: other } }: PairedTable): boolean =>
    !unsteady.has(key) && !(views.has(key) && (own === null || other === null))
  const results = pairRows(old, rebuilt, volatile).filter(isCompared).map(tableResult)
  const findings = withStale(
    results.flatMap((result) => result.findings),
    old,
    rebuilt,
    volatile,
  )
  const counts: KindCount = {
    old: countRows(old, unsteady),
    rebuilt: countRows(rebuilt, unsteady),
    equal: results.reduce((sum, { equal }) => sum + equal, 0),
    findings: findings.length,
  }
  const sequences = compareSequences(old, rebuilt, volatile)
  return {
    findings: [...findings, ...sequences.findings],
    counts: { rows: counts, 'sequence-state': sequences.count },
    notCompared: [...unsteady].map(
      (key) =>
        `contents of ${describeAddress(addressOf(key))}: two builds of the old folder differ in more than values`,
    ),
  }
}

/** A materialized view that old left as it was before its tables changed, and that rebuilt filled after it. */
function withStale(
  findings: readonly Finding[],
  old: SeedData,
  rebuilt: SeedData,
  volatile: RowVolatility | null,
): readonly Finding[] {
  const { views = [], refreshed } = old
  const isOfView = (finding: Finding): boolean =>
    finding.class === 'structural' && views.some(({ table }) => table === keyOf(finding.address))
  if (!refreshed || !findings.some(isOfView)) return findings
  const again = volatile?.refreshed ?? null
  const same = new Set(
    pairRows({ ...old, views: refreshed }, rebuilt, again)
      .filter(({ side }) => side.old && side.rebuilt && again?.unsteady?.has(side.key) !== true)
      .filter(({ changes: { changed, missing, added } }) =>
        [changed, missing, added].every((rows) => rows.length === 0),
      )
      .map(({ side }) => side.key),
  )
  return findings.map((finding) =>
    isOfView(finding) && same.has(keyOf(finding.address))
      ? { ...finding, class: 'stale', note: `${finding.note}. ${STALE}` }
      : finding,
  )
}

const STALE =
  'The old folder changed what it reads and did not refresh it; a REFRESH there gives exactly what rebuilt holds'

interface ComparedTable {
  readonly side: TableSides
  /** Names that both sides have. */
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

const withColumns = (side: TableSides): ComparedTable => ({
  side,
  columns: commonColumns(side),
  key: sharedKey(side),
})

function tableResult({ side, columns, key, pairs, changes, volatile }: PairedTable): {
  readonly equal: number
  readonly findings: readonly Finding[]
} {
  const differing = pairs.filter(differsIn(side, [...volatile.keys()]))
  const naming = namingColumns(columns, key, (name) => volatile.has(name))
  const findings = [
    changesFinding(side, columns, naming, changes),
    volatileFinding(side, columns, [...differing, ...changes.changed], volatile),
  ].flatMap((finding) => finding ?? [])
  return { equal: pairs.length - differing.length, findings }
}

const countRows = (data: SeedData, except: ReadonlySet<string>): number =>
  comparedTables(data).reduce(
    (sum, { table, rows }) => sum + (except.has(table) ? 0 : rows.length),
    0,
  )

function pairTables(old: SeedData, rebuilt: SeedData): Map<string, TableSides> {
  const others = new Map(comparedTables(rebuilt).map((table) => [table.table, table]))
  const sides = new Map<string, TableSides>()
  for (const table of comparedTables(old)) {
    sides.set(table.table, {
      key: table.table,
      old: table,
      rebuilt: others.get(table.table) ?? null,
    })
  }
  for (const table of comparedTables(rebuilt)) {
    if (!sides.has(table.table))
      sides.set(table.table, { key: table.table, old: null, rebuilt: table })
  }
  return sides
}

/** A column that only one side has is a difference of the model; its cells can't be compared. */
function commonColumns({ old, rebuilt }: TableSides): string[] {
  const names = (table: TableRows): string[] => table.columns.map((column) => column.name)
  const one = old ?? rebuilt
  if (!one) return []
  if (!old || !rebuilt) return names(one)
  const others = new Set(names(rebuilt))
  return names(old).filter((name) => others.has(name))
}

function sharedKey({ old, rebuilt }: TableSides): readonly string[] {
  const key = old?.key ?? rebuilt?.key ?? []
  const missing = (table: TableRows | null): boolean =>
    table !== null && key.some((name) => !table.columns.some((column) => column.name === name))
  return missing(old) || missing(rebuilt) ? [] : key
}

/** Tells whether two rows that say the same hold other values. */
function differsIn(
  { old, rebuilt }: TableSides,
  columns: readonly string[],
): (pair: Pair) => boolean {
  if (!old || !rebuilt) return () => false
  const [places, others] = [placesOf(old), placesOf(rebuilt)]
  const both = columns.map((name) => [places.get(name) ?? -1, others.get(name) ?? -1] as const)
  return (pair) => {
    const [row, other] = [old.rows[pair.old.index], rebuilt.rows[pair.rebuilt.index]]
    return both.some(([place, otherPlace]) => row?.[place] !== other?.[otherPlace])
  }
}
