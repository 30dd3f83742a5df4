import { constraintsOf } from '../rows/causes.ts'
import type { Model } from '../../shared/model.ts'
import type { Cell, TableRows } from '../../shared/rows.ts'

/** What rows of a table lack, have too much, or hold otherwise; each rebuilt row is named by its key. */
export interface RowDifference {
  readonly missing: readonly (readonly Cell[])[]
  readonly changed: readonly {
    readonly row: readonly Cell[]
    /** Of old's columns. */
    readonly places: readonly number[]
    readonly where: readonly (readonly [string, Cell])[]
  }[]
  readonly added: readonly (readonly (readonly [string, Cell])[])[]
}

/** Undefined where rows can't be named, or where changing one by one may offend a unique key on the way. */
export function rowDifference(
  old: TableRows,
  rebuilt: TableRows | undefined,
  model: Model,
): RowDifference | undefined {
  if (!rebuilt || rebuilt.rows.length === 0) return { missing: old.rows, changed: [], added: [] }
  const { key } = old
  const names = rebuilt.columns.map(({ name }) => name)
  if (key === undefined || key.length === 0 || key.some((name) => !names.includes(name)))
    return undefined
  const nameRow = naming(key, old)
  const nameOther = naming(key, rebuilt)
  const places = old.columns.map(({ name }) => names.indexOf(name))
  const others = new Map(rebuilt.rows.map((row) => [JSON.stringify(nameOther(row)), row]))
  if (others.size !== rebuilt.rows.length) return undefined

  const missing: (readonly Cell[])[] = []
  const changed: RowDifference['changed'][number][] = []
  for (const row of old.rows) {
    const where = nameRow(row)
    const text = JSON.stringify(where)
    const other = others.get(text)
    others.delete(text)
    if (!other) {
      missing.push(row)
      continue
    }
    const differing = old.columns.flatMap((_, place) =>
      row[place] === other[places[place] ?? -1] ? [] : [place],
    )
    if (differing.length > 0) changed.push({ row, places: differing, where })
  }
  const added = [...others.values()].map(nameOther)
  const touched = new Set(
    changed.flatMap(({ places: each }) => each.map((place) => old.columns[place]?.name)),
  )
  const unique = uniqueColumns(model, old.table, key)
  const moves = missing.length + changed.length + added.length > 1
  const offends =
    unique === 'unknown' ||
    unique.some((name) => touched.has(name)) ||
    (added.length > 0 && missing.length > 0 && unique.length > 0)
  return moves && offends && unique.length > 0 ? undefined : { missing, changed, added }
}

const naming =
  (key: readonly string[], table: TableRows) =>
  (row: readonly Cell[]): (readonly [string, Cell])[] =>
    key.map((name) => [
      name,
      row[table.columns.findIndex((column) => column.name === name)] ?? null,
    ])

/** Columns of other unique keys; `unknown` where an index or an exclusion says what may not be twice. */
function uniqueColumns(
  model: Model,
  table: string,
  key: readonly string[],
): readonly string[] | 'unknown' {
  const children = model.children.get(table) ?? []
  if (children.some(({ attributes }) => attributes['unique'] === true)) return 'unknown'
  const keys = constraintsOf(model, table).filter(({ attributes }) =>
    ['UNIQUE', 'PRIMARY KEY', 'EXCLUDE'].includes(String(attributes['type'])),
  )
  if (keys.some(({ attributes }) => attributes['type'] === 'EXCLUDE')) return 'unknown'
  return keys
    .map(({ attributes }) => attributes['columns'] as readonly string[])
    .filter((columns) => JSON.stringify(columns) !== JSON.stringify(key))
    .flat()
}
