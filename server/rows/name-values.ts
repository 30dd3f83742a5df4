import { digest } from './hash.ts'
import type { Affix } from './volatile-column.ts'

/** One place where a linked value stands. */
export interface Use {
  readonly table: string
  readonly column: string
  readonly type: string
  /** The value is the whole cell. */
  readonly whole: boolean
  /** The column alone is the key of its table. */
  readonly isKey: boolean
  readonly width: number | null
  /** What the value has to begin and end with there. */
  readonly affix: Affix
  /** The row without its volatile values. */
  readonly row: string
  /** All linked values of the row. */
  readonly others: readonly string[]
}

/**
 * Names each value by the table, column and row where it is at home. Rows that only differ in what they refer to are
 * told apart by the names of that, and rows that nothing tells apart are numbered in the order of their labels.
 */
export function nameValues(
  uses: ReadonlyMap<string, readonly Use[]>,
  labels: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  let open = [...uses].map(([value, places]) => ({ value, home: homeOf(places) }))
  for (;;) {
    const groups = new Map<string, typeof open>()
    for (const each of open) {
      const { table, column, row, others } = each.home
      const known = others.map((other) =>
        other === each.value ? 'self' : (names.get(other) ?? ''),
      )
      const name = digest(JSON.stringify([table, column, row, known]))
      const group = groups.get(name)
      if (group) group.push(each)
      else groups.set(name, [each])
    }
    const told = [...groups].filter(([, group]) => group.length === 1)
    for (const [name, group] of told) for (const { value } of group) names.set(value, name)
    open = [...groups.values()].filter((group) => group.length > 1).flat()
    if (open.length === 0) return names
    if (told.length > 0) continue
    for (const [name, group] of groups) number(name, group, labels, names)
    return names
  }
}

function number(
  name: string,
  group: readonly { readonly value: string }[],
  labels: ReadonlyMap<string, string>,
  names: Map<string, string>,
): void {
  const ordered = group
    .map(({ value }) => value)
    .sort((a, b) => compare(labels.get(a), labels.get(b)))
  ordered.forEach((value, rank) => names.set(value, `${name}#${rank}`))
}

/** The place that a value is named after: its own key first. */
const homeOf = (uses: readonly Use[]): Use =>
  [...uses].sort(
    (a, b) =>
      Number(b.isKey && b.whole) - Number(a.isKey && a.whole) ||
      Number(b.whole) - Number(a.whole) ||
      compare(a.table, b.table) ||
      compare(a.column, b.column) ||
      compare(a.row, b.row),
  )[0] as Use

const compare = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
