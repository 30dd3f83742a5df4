import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import { columnLists, writeColumns } from './columns.ts'
import { finishColumns, registerTable } from './tables.ts'
import type { Column, Part, Place } from './place.ts'
import { names, texts } from './texts.ts'

const KEY = 'the key'
const keyColumn = (sql: 'integer' | 'text'): Column => ({
  name: KEY,
  type: { sql, values: [sql === 'text' ? "'x'" : '0'], can: sql === 'text' ? 'text' : 'number' },
  made: 'plain',
})

type By = 'range' | 'list' | 'hash' | 'expression' | 'two'

const bound = (by: By, rank: number, count: number, text: string): string =>
  ({
    range: `FOR VALUES FROM (${rank === 0 ? 'MINVALUE' : rank * 10}) TO (${(rank + 1) * 10})`,
    two: `FOR VALUES FROM (${rank * 10}, ${rank === 0 ? 'MINVALUE' : '2'}) TO (${rank === count - 1 ? 'MAXVALUE, MAXVALUE' : `${(rank + 1) * 10}, 2`})`,
    expression: `FOR VALUES FROM (${rank * 10}) TO (${(rank + 1) * 10})`,
    list: `FOR VALUES IN (${literal(`${rank} ${text}`)}${rank === 0 ? ', NULL' : ''})`,
    hash: `FOR VALUES WITH (modulus ${count}, remainder ${rank})`,
  })[by]

/** A partitioned table with its partitions, some of them made before and attached, one divided further. */
export const partitionedTables: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    columns: columnLists,
    by: fc.constantFrom<By>('range', 'list', 'hash', 'expression', 'two'),
    key: fc.constantFrom('none', 'primary', 'unique', 'unique here alone'),
    parts: fc.array(
      fc.record({
        name: names,
        how: fc.constantFrom('made', 'attached', 'divided', 'own default'),
        text: texts,
      }),
      { maxLength: 3 },
    ),
    hasRest: fc.boolean(),
    index: fc.constantFrom('none', 'all', 'only'),
  })
  .map((each) => (place) => {
    const name = place.name(each.name)
    const sql = place.in(name)
    const key = keyColumn(each.by === 'list' ? 'text' : 'integer')
    const choices = each.columns.filter((column) => column.name !== KEY)
    const written = writeColumns(place, choices, { identity: 'not allowed' })
    const list = [`${ident(KEY)} ${key.type.sql}`, ...written.clauses]
    const divided = { range: 'RANGE', list: 'LIST', hash: 'HASH', expression: 'RANGE', two: 'RANGE' }[each.by]
    const on = {
      expression: `((${ident(KEY)} / 2))`,
      two: `(${ident(KEY)}, (${ident(KEY)} % 7))`,
    }[each.by as string] ?? `(${ident(KEY)})`
    place.run(`CREATE TABLE ${sql} (${list.join(', ')}) PARTITION BY ${divided} ${on}`)
    finishColumns(place, sql, written)
    const columns = [key, ...written.columns]
    for (const [rank, part] of each.parts.entries()) {
      const text = part.text
      addPart(place, { sql, key, list, bound: bound(each.by, rank, each.parts.length, text) }, part)
    }
    if (each.hasRest && each.by !== 'hash') {
      const rest = place.in(place.name(`${each.name} rest`))
      place.run(`CREATE TABLE ${rest} PARTITION OF ${sql} DEFAULT`)
    }
    const keys: Column[][] = []
    if (each.key !== 'none' && each.by !== 'expression' && each.by !== 'two') {
      const word = each.key === 'primary' ? 'PRIMARY KEY' : 'UNIQUE'
      const isAlone = each.key === 'unique here alone'
      place.run(`ALTER TABLE ${isAlone ? 'ONLY ' : ''}${sql} ADD CONSTRAINT ${ident(place.name(`${each.name} k`))} ${word} (${ident(KEY)})`)
      if (!isAlone) keys.push([key])
    }
    if (each.index !== 'none') {
      const only = each.index === 'only' ? 'ONLY ' : ''
      place.run(`CREATE INDEX ${ident(place.name(`${each.name} i`))} ON ${only}${sql} (${ident(KEY)})`)
    }
    registerTable(place, { name, sql, form: 'partitioned', kept: 'logged', columns, keys })
  })

interface Above {
  readonly sql: string
  readonly key: Column
  readonly list: readonly string[]
  readonly bound: string
}

function addPart(
  place: Place,
  { sql, key, list, bound: values }: Above,
  { name, how, text }: { readonly name: string; readonly how: string; readonly text: string },
): void {
  const own = place.name(name)
  const part = place.in(own)
  if (how === 'attached') {
    // In another order of columns, and with a hole.
    place.run(`CREATE TABLE ${part} ("a hole" integer, ${[...list.slice(1), list[0]].join(', ')})`)
    place.run(`ALTER TABLE ${part} DROP COLUMN "a hole"`)
    place.run(`ALTER TABLE ${sql} ATTACH PARTITION ${part} ${values}`)
  } else if (how === 'divided') {
    place.run(`CREATE TABLE ${part} PARTITION OF ${sql} ${values} PARTITION BY HASH (${ident(KEY)})`)
    const below = place.in(place.name(`${name} below`))
    place.divided.add(part)
    place.run(`CREATE TABLE ${below} PARTITION OF ${part} FOR VALUES WITH (modulus 1, remainder 0)`)
  } else {
    const value = key.type.sql === 'text' ? literal(text) : '3'
    const extra = how === 'own default' ? ` (${ident(KEY)} DEFAULT ${value})` : ''
    place.run(`CREATE TABLE ${part} PARTITION OF ${sql}${extra} ${values}`)
  }
  if (how !== 'divided') place.parts.set(sql, [...(place.parts.get(sql) ?? []), part])
  registerTable(place, { name: own, sql: part, form: 'part', kept: 'logged', columns: [key], keys: [] })
}
