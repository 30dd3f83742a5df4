import { isBetween } from '../compare/another-value.ts'
import type { Cell, TableRows } from '../../shared/rows.ts'
import { familyOf, isTime, isUuid, type TypeFamily } from './cells.ts'
import type { Pair } from './match-rows.ts'
import { partsOf, placesOf, scopes } from './prepare.ts'
import type { VolatileColumn, VolatileTable } from './volatile-column.ts'

/** What stands for no certain value of its type: none that a build makes. */
const SINGULAR: Partial<Readonly<Record<TypeFamily, RegExp>>> = {
  time: /^-?infinity$/i,
  number: /^(-?infinity|nan)$/i,
  json: /^null$/,
  text: /^$/,
}

/** Tells the places of the columns in which the rebuilt row holds no value of the sort that the old one does. */
export function otherSorts(
  old: TableRows,
  rebuilt: TableRows,
  table: VolatileTable,
  columns: readonly string[],
): (pair: Pair) => readonly number[] {
  const [places, others] = [placesOf(old), placesOf(rebuilt)]
  const scopeOf = scopes(old, table, columns)
  const checked = columns.flatMap((name, place) => {
    const column = table.columns.get(name)
    const [own = -1, other = -1] = [places.get(name), others.get(name)]
    const family = familyOf(old.columns[own]?.type ?? '')
    return column ? [{ place, column, own, other, family }] : []
  })
  return (pair) => {
    const [row, match] = [old.rows[pair.old.index] ?? [], rebuilt.rows[pair.rebuilt.index] ?? []]
    const scope = scopeOf(row)
    return checked.flatMap(({ place, column, own, other, family }) =>
      isOtherSort(row[own] ?? null, match[other] ?? null, { column, family, scope }) ? [place] : [],
    )
  }
}

interface Where {
  readonly column: VolatileColumn
  readonly family: TypeFamily
  /** The row of the old side. */
  readonly scope: string
}

function isOtherSort(old: Cell, rebuilt: Cell, { column, family, scope }: Where): boolean {
  if (old === null || rebuilt === null || old === rebuilt) return false
  const isSingular = (cell: string): boolean => SINGULAR[family]?.test(cell) === true
  if (isSingular(old) !== isSingular(rebuilt)) return true
  const others = partsOf(rebuilt, column, scope)
  return partsOf(old, column, scope).some(({ role, text, affix }, rank) => {
    const other = others[rank]?.text
    if (role === 'literal' || other === undefined) return false
    return (
      isUuid(text) !== isUuid(other) || isTime(text) !== isTime(other) || !isBetween(other, affix)
    )
  })
}
