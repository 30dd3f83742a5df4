import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import type { TypeUse } from './base-types.ts'
import { chosen, type Column, type Place } from './place.ts'
import { cut, names, texts } from './texts.ts'

/** What is chosen for one column. */
export const columnChoices = fc.record({
  name: names,
  type: fc.nat(400),
  more: fc.constantFrom(
    'nothing',
    'default',
    'null',
    'text',
    'sequence',
    'always',
    'by default',
    'stored',
    'virtual',
  ),
  value: fc.nat(9),
  text: texts,
  collation: fc.option(fc.nat(9), { nil: undefined, freq: 3 }),
  notNull: fc.boolean(),
  notNullName: fc.option(names, { nil: undefined, freq: 3 }),
  identity: fc.record({
    named: fc.option(names, { nil: undefined }),
    options: fc.subarray(['INCREMENT BY -2', 'MINVALUE -70', 'MAXVALUE 70', 'CACHE 4', 'CYCLE']),
    then: fc.constantFrom('', '', 'AS smallint', 'SET LOGGED', 'SET UNLOGGED'),
  }),
  late: fc.constantFrom('', '', 'storage', 'statistics', 'options', 'compression'),
})

/** What is chosen for one column. */
export type ColumnChoices = typeof columnChoices extends fc.Arbitrary<infer T> ? T : never

/** The columns of one table: no two have one name. */
export const columnLists = fc.uniqueArray(columnChoices, {
  minLength: 1,
  maxLength: 6,
  selector: ({ name }) => name,
})

/** Columns as they stand in CREATE TABLE, and what is said of them afterwards. */
export interface WrittenColumns {
  readonly columns: Column[]
  readonly clauses: readonly string[]
  readonly late: readonly string[]
  /** Statements that come after the table's. */
  readonly afterwards: readonly string[]
}

/** Writes the columns of one table: a generated one reads one that stands before it. */
export function writeColumns(
  place: Place,
  choices: readonly ColumnChoices[],
  { identity }: { readonly identity: 'allowed' | 'not allowed' },
): WrittenColumns {
  const columns: Column[] = []
  const late: string[] = []
  const afterwards: string[] = []
  const clauses = choices.map((choice) => {
    const { column, clause, more } = oneColumn(place, choice, columns, identity)
    columns.push(column)
    afterwards.push(...more)
    const setting = lateSetting(choice, column)
    if (setting) late.push(`ALTER COLUMN ${ident(column.name)} ${setting}`)
    return clause
  })
  return { columns, clauses, late, afterwards }
}

function oneColumn(
  place: Place,
  choice: ColumnChoices,
  before: readonly Column[],
  identity: 'allowed' | 'not allowed',
): { readonly column: Column; readonly clause: string; readonly more: readonly string[] } {
  const made = oneMade(place, choice, before, identity)
  const type = made.type ?? place.type(choice.type)
  const collation =
    choice.collation !== undefined && type.can === 'text'
      ? ` COLLATE ${chosen(place.collations, choice.collation)}`
      : ''
  const isNamed = choice.notNullName !== undefined && place.major >= 18
  const name = isNamed ? `CONSTRAINT ${ident(`${cut(choice.notNullName ?? '', 40)} of ${before.length}`)} ` : ''
  const notNull = choice.notNull ? ` ${name}NOT NULL` : ''
  return {
    column: { name: choice.name, type, made: made.how },
    clause: `${ident(choice.name)} ${type.sql}${collation}${made.clause}${notNull}`,
    more: made.afterwards ?? [],
  }
}

interface Made {
  readonly how: Column['made']
  readonly clause: string
  readonly type?: TypeUse
  readonly afterwards?: readonly string[]
}

const INTEGER: TypeUse = { sql: 'integer', values: ['0'], can: 'number' }
const TEXT: TypeUse = { sql: 'text', values: ["'x'"], can: 'text' }

function oneMade(
  place: Place,
  { more, type, value, text, identity: chosenIdentity }: ColumnChoices,
  before: readonly Column[],
  identity: 'allowed' | 'not allowed',
): Made {
  const plain: Made = { how: 'plain', clause: '' }
  if (more === 'default') {
    return { ...plain, clause: ` DEFAULT ${chosen(place.type(type).values, value) ?? 'NULL'}` }
  }
  if (more === 'null') return { ...plain, clause: ' DEFAULT NULL' }
  if (more === 'text') return { ...plain, type: TEXT, clause: ` DEFAULT ${literal(text)}` }
  if (more === 'sequence') {
    const sequence = chosen(place.sequences, value)
    if (!sequence) return plain
    return { ...plain, type: INTEGER, clause: ` DEFAULT nextval(${literal(sequence)})` }
  }
  if (more === 'always' || more === 'by default') {
    if (identity === 'not allowed') return plain
    const { named, options, then } = chosenIdentity
    const sequence = named === undefined ? undefined : place.in(place.name(named))
    const said = [
      ...(sequence ? [`SEQUENCE NAME ${sequence}`] : []),
      // Downwards it starts below zero, unless a bound above that is told.
      ...(value > 4 && (!options.includes('INCREMENT BY -2') || options.includes('MAXVALUE 70'))
        ? [`START WITH ${value}`]
        : []),
      ...options,
    ]
    const clause = ` GENERATED ${more.toUpperCase()} AS IDENTITY${said.length > 0 ? ` (${said.join(' ')})` : ''}`
    const isKnown = then !== '' && sequence !== undefined && (then === 'AS smallint' || place.major >= 15)
    const afterwards = isKnown ? [`ALTER SEQUENCE ${sequence} ${then}`] : []
    return { how: 'identity', type: INTEGER, clause, afterwards }
  }
  if (more === 'stored' || more === 'virtual') return generated(place, more, before, value, text)
  return plain
}

/** Only what Postgres itself has can be virtual. */
function generated(
  place: Place,
  more: 'stored' | 'virtual',
  before: readonly Column[],
  value: number,
  text: string,
): Made {
  const readable = before.filter(
    ({ made, type: { sql } }) => made === 'plain' && (sql === 'text' || sql === 'integer'),
  )
  const read = chosen(readable, value)
  const kept = more === 'virtual' && place.major >= 18 ? 'VIRTUAL' : 'STORED'
  const as = (type: TypeUse, expression: string): Made => ({
    how: 'generated',
    type,
    clause: ` GENERATED ALWAYS AS (${expression}) ${kept}`,
  })
  if (!read) return as(TEXT, `'x' || ${literal(text)}`)
  if (read.type.sql === 'integer') return as(INTEGER, `${ident(read.name)} * ${value} + 1`)
  const routine = chosen(
    place.routines.filter(({ does }) => does === 'text'),
    value,
  )
  const expression = `lower(${ident(read.name)}) || ${literal(text)}`
  return as(TEXT, routine && kept === 'STORED' ? `${routine.sql}(${expression})` : expression)
}

function lateSetting({ late, value }: ColumnChoices, { type, made }: Column): string | undefined {
  const isLong = type.can === 'text' && type.sql.startsWith('text')
  if (late === 'storage' && isLong) {
    return `SET STORAGE ${chosen(['PLAIN', 'EXTERNAL', 'MAIN', 'EXTENDED'], value)}`
  }
  if (late === 'compression' && isLong && made === 'plain') return 'SET COMPRESSION pglz'
  if (late === 'statistics' && made !== 'generated') return `SET STATISTICS ${value * 10}`
  if (late === 'options') return `SET (n_distinct = ${value}, n_distinct_inherited = -0.5)`
  return undefined
}
