import { sharedEnds, sharedLetters } from '../compare/another-value.ts'
import type { TableRows } from '../../shared/rows.ts'
import { literalKey, partsOf, placesOf, scopes } from './prepare.ts'
import type { Affix, VolatileColumn, VolatileTable } from './volatile-column.ts'

/** What both builds of a folder have around a changing value, by the row and the place in the cell where it stands. */
export function sharedAffixes(
  first: TableRows,
  second: TableRows,
  table: VolatileTable,
  name: string,
  column: VolatileColumn,
): ReadonlyMap<string, Affix> {
  const others = changingParts(second, table, name, column)
  const shared = column.cut === 'whole' ? sharedEnds : sharedLetters
  const affixes = new Map<string, Affix>()
  for (const [key, values] of changingParts(first, table, name, column)) {
    const [one = '', ...rest] = values
    const [affix, ...more] = [...(others.get(key) ?? []), ...rest].map((each) => shared(one, each))
    const isCommon = more.every(([before, after]) => before === affix?.[0] && after === affix[1])
    if (affix && isCommon && affix.join('') !== '') affixes.set(key, affix)
  }
  return affixes
}

function changingParts(
  rows: TableRows,
  table: VolatileTable,
  name: string,
  column: VolatileColumn,
): Map<string, string[]> {
  const place = placesOf(rows).get(name) ?? -1
  const scopeOf = scopes(rows, table, table.stable)
  const found = new Map<string, string[]>()
  for (const row of rows.rows) {
    const cell = row[place] ?? null
    if (cell === null) continue
    const scope = scopeOf(row)
    for (const [rank, { role, text }] of partsOf(cell, column, scope).entries()) {
      if (role === 'literal') continue
      const key = literalKey(scope, String(rank))
      const known = found.get(key)
      if (known) known.push(text)
      else found.set(key, [text])
    }
  }
  return found
}
