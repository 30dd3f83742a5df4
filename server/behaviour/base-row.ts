import { ident, literal, qualified } from '../kinds/sql.ts'
import type { Candidate } from './candidates.ts'
import { columnOf, type Finder, type Values } from './finder.ts'
import type { Subject, Subjects, TriedColumn, TriedTable } from './subjects.ts'

/** One row: an SQL expression for each column that an INSERT can give, by number. */
export type RowValues = ReadonlyMap<number, string>

/** Columns that checks tie together, and what they demand of them. */
export interface Tied {
  readonly on: ReadonlySet<number>
  readonly holds: readonly string[]
  readonly likes: readonly string[]
}

/** A row that breaks nothing, as far as one could be thought of, and what ties its columns. */
export interface Base {
  readonly table: TriedTable
  readonly row: RowValues
  readonly tied: readonly Tied[]
  /** What is known of the values where they were found together. */
  readonly keys: readonly Subject[]
  readonly foreign: readonly Subject[]
}

export const writable = ({ columns }: TriedTable): readonly TriedColumn[] =>
  columns.filter(({ generated }) => generated === null)

export const expressionOf = ({ type }: TriedColumn, value: Candidate): string =>
  `${value === null ? 'null' : literal(value)}::${type}`

/** Thinks of a row for a table: what its checks demand, parents that exist already, and else what its types take. */
export async function baseOf(
  table: TriedTable,
  finder: Finder,
  { subjects, tables }: Subjects,
  ofTable: readonly Subject[],
): Promise<Base> {
  void subjects
  const tied = tiesOf(table, finder.checksOf(table))
  const row = new Map<number, string>()
  for (const { on, holds, likes } of tied) {
    const found = await finder.find(table, [...on], holds, likes)
    for (const [number, value] of found ?? []) setValue(table, row, number, value)
  }
  const foreign = ofTable.filter(({ type }) => type === 'foreign key')
  for (const { on, references } of foreign) {
    const parent = references && tables.get(references.table)
    for (const [place, number] of on.entries()) {
      const column = columnOf(table, number)
      if (!column || row.has(number) || column.generated) continue
      if (!column.notNull) row.set(number, expressionOf(column, null))
      else if (parent) {
        const key = columnOf(parent, references.on[place] ?? 0)
        const [first] = await finder.taken(column)
        if (!key || first === undefined) continue
        row.set(
          number,
          `coalesce((select p.${ident(key.name)} from ${qualified([parent.schema, parent.name])} p limit 1), ${expressionOf(column, first)})`,
        )
      }
    }
  }
  for (const column of writable(table)) {
    if (row.has(column.number)) continue
    const [first = null] = await finder.taken(column)
    row.set(column.number, expressionOf(column, first))
  }
  const keys = ofTable.filter(({ type, enforced }) => type === 'unique' && enforced)
  return { table, row, tied, keys, foreign }
}

function setValue(
  table: TriedTable,
  row: Map<number, string>,
  number: number,
  value: Candidate,
): void {
  const column = columnOf(table, number)
  if (column) row.set(number, expressionOf(column, value))
}

/** The row with other values in some columns. */
export function changed({ table, row }: Pick<Base, 'table' | 'row'>, values: Values): RowValues {
  const other = new Map(row)
  for (const [number, value] of values) setValue(table, other, number, value)
  return other
}

/** Checks that share a column belong together, and so does what a partition takes. */
function tiesOf(table: TriedTable, checks: readonly Subject[]): readonly Tied[] {
  const demands = [
    ...(table.bound === null ? [] : [{ on: table.boundOn, holds: [table.bound], likes: [] }]),
    ...checks.map(({ on, expression }) => ({
      on,
      holds: [],
      likes: [`(${expression}) is not false`],
    })),
  ]
  const tied: { on: Set<number>; holds: string[]; likes: string[] }[] = []
  for (const { on, holds, likes } of demands) {
    if (on.length === 0) continue
    const joined = { on: new Set(on), holds: [...holds], likes: [...likes] }
    const meets = tied.filter((each) => on.some((number) => each.on.has(number)))
    for (const each of meets) {
      tied.splice(tied.indexOf(each), 1)
      for (const number of each.on) joined.on.add(number)
      joined.holds.push(...each.holds)
      joined.likes.push(...each.likes)
    }
    tied.push(joined)
  }
  return tied
}

/** The statement that writes these rows at once. */
export function insertOf(table: TriedTable, rows: readonly RowValues[]): string {
  const columns = writable(table)
  const names = columns.map(({ name }) => ident(name)).join(', ')
  const values = rows.map(
    (row) => `(${columns.map(({ number }) => row.get(number) ?? 'default').join(', ')})`,
  )
  const into = `insert into ${qualified([table.schema, table.name])}`
  return columns.length === 0
    ? `${into} default values`
    : `${into} (${names}) overriding system value values ${values.join(', ')}`
}
