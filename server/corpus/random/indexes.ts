import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import { conditionOn, conditions } from './conditions.ts'
import { chosen, type Column, type Part, type Place } from './place.ts'
import { names, texts } from './texts.ts'

const element = fc.record({
  column: fc.nat(9),
  expression: fc.boolean(),
  text: texts,
  order: fc.constantFrom('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'),
  collation: fc.boolean(),
})

const OTHER_METHODS: Readonly<Record<string, (column: Column) => string | undefined>> = {
  hash: ({ type }) => (['integer', 'text'].includes(type.sql) ? '' : undefined),
  gin: ({ type }) =>
    ['integer[]', 'text[]', 'jsonb', 'tsvector'].includes(type.sql)
      ? type.sql === 'jsonb'
        ? ' jsonb_path_ops'
        : ''
      : undefined,
  gist: ({ type }) =>
    ['int4range', 'tstzrange', 'daterange', 'point', 'box'].includes(type.sql) ? '' : undefined,
  spgist: ({ type }) => (type.sql === 'text' ? ' text_ops' : undefined),
  brin: ({ type }) => (['integer', 'date', 'bigint'].includes(type.sql) ? '' : undefined),
}

/** CREATE INDEX: every method, expressions, predicates, orders, included columns, storage parameters. */
export const indexes: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    table: fc.nat(20),
    unique: fc.boolean(),
    elements: fc.array(element, { minLength: 1, maxLength: 3 }),
    other: fc.option(fc.constantFrom(...Object.keys(OTHER_METHODS)), { nil: undefined }),
    where: fc.option(conditions, { nil: undefined }),
    more: fc.constantFrom('', '', ' WITH (fillfactor = 60)', ' NULLS NOT DISTINCT'),
    include: fc.option(fc.nat(9), { nil: undefined, freq: 3 }),
    statistics: fc.boolean(),
    mark: fc.constantFrom('', '', 'cluster', 'extension'),
  })
  .map((each) => (place) => {
    const on = chosen(
      place.tables.filter(({ form }) => form !== 'foreign'),
      each.table,
    )
    if (!on) return
    const own = ident(place.name(each.name))
    const plain = on.columns.filter(({ made }) => made !== 'generated')
    const where = each.where ? ` WHERE ${conditionOn(on.columns, each.where)}` : ''
    const special = plain.find((column) => OTHER_METHODS[each.other ?? '']?.(column) !== undefined)
    if (special) {
      const operators = OTHER_METHODS[each.other ?? '']?.(special)
      place.run(
        `CREATE INDEX ${own} ON ${on.sql} USING ${each.other} (${ident(special.name)}${operators})${where}`,
      )
    } else {
      const elements = each.elements.flatMap((one) => elementOf(place, plain, one))
      if (elements.length === 0) return
      const isUnique = each.unique && on.form !== 'partitioned' && !place.divided.has(on.sql)
      const included = chosen(plain, each.include ?? 0)
      const include = each.include !== undefined && included ? ` INCLUDE (${ident(included.name)})` : ''
      const nulls = each.more === ' NULLS NOT DISTINCT'
      const more = nulls ? (isUnique && place.major >= 15 ? each.more : '') : each.more
      place.run(
        `CREATE ${isUnique ? 'UNIQUE ' : ''}INDEX ${own} ON ${on.sql} (${elements.join(', ')})${include}${more}${where}`,
      )
      const rank = elements.findIndex((text) => text.startsWith('('))
      if (each.statistics && rank >= 0) {
        place.run(`ALTER INDEX ${place.in(own.slice(1, -1).replaceAll('""', '"'))} ALTER COLUMN ${rank + 1} SET STATISTICS 77`)
      }
    }
    place.remarkable.push(`INDEX ${ident(place.schema)}.${own}`)
    const isPlain = !special && on.form === 'ordinary' && where === ''
    if (each.mark === 'cluster' && isPlain && place.first(`cluster ${on.sql}`)) {
      place.run(`ALTER TABLE ${on.sql} CLUSTER ON ${own}`)
    }
    if (each.mark === 'extension') {
      place.run(`ALTER INDEX ${ident(place.schema)}.${own} DEPENDS ON EXTENSION plpgsql`)
    }
  })

/** A column of its own with what finds its rows: by an index, or a NOT NULL of 18 that says more. */
export const ownColumns: fc.Arbitrary<Part> = fc
  .record({ name: names, table: fc.nat(20), what: fc.constantFrom('identity', 'not valid', 'not inherited') })
  .map(({ name, table, what }) => (place) => {
    const possible = place.tables.filter(({ form, sql }) => form === 'ordinary' && !place.inherited.has(sql))
    const on = chosen(possible, table)
    if (!on || on.columns.some((column) => column.name === name)) return
    const own = ident(name)
    on.columns.push({ name, type: { sql: 'integer', values: ['0'], can: 'number' }, made: 'generated' })
    if (what === 'identity') {
      const index = ident(place.name(`${name} of rows`))
      place.run(`ALTER TABLE ${on.sql} ADD COLUMN ${own} integer NOT NULL DEFAULT 0`)
      place.run(`CREATE UNIQUE INDEX ${index} ON ${on.sql} (${own})`)
      if (place.first(`replica ${on.sql}`)) place.run(`ALTER TABLE ${on.sql} REPLICA IDENTITY USING INDEX ${index}`)
      return
    }
    place.run(`ALTER TABLE ${on.sql} ADD COLUMN ${own} integer`)
    if (place.major < 18) return
    const words = what === 'not valid' ? 'NOT VALID' : 'NO INHERIT'
    place.run(`ALTER TABLE ${on.sql} ADD CONSTRAINT ${ident(place.name(`${name} is there`))} NOT NULL ${own} ${words}`)
  })

const ORDERED = ['integer', 'text', 'bigint', 'date', 'uuid', 'numeric(12,2)', 'boolean']

function elementOf(
  place: Place,
  plain: readonly Column[],
  { column, expression, text, order, collation }: typeof element extends fc.Arbitrary<infer T> ? T : never,
): string[] {
  const on = chosen(
    plain.filter(({ type }) => ORDERED.includes(type.sql)),
    column,
  )
  if (!on) return []
  const isText = on.type.sql === 'text'
  const routine = chosen(
    place.routines.filter(({ does }) => does === 'text'),
    column,
  )
  const collated = collation && isText ? ` COLLATE ${chosen(place.collations, column)}` : ''
  if (expression && isText) {
    const inner = `lower(${ident(on.name)}) || ${literal(text)}`
    return [`(${routine ? `${routine.sql}(${inner})` : inner})${collated}${order}`]
  }
  if (expression && on.type.sql === 'integer') return [`(${ident(on.name)} % 7)${order}`]
  return [`${ident(on.name)}${collated}${isText && column % 2 ? ' text_pattern_ops' : ''}${order}`]
}

/** CREATE STATISTICS. */
export const statistics: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    table: fc.nat(20),
    kinds: fc.constantFrom('', ' (ndistinct)', ' (dependencies, mcv)'),
    target: fc.option(fc.nat(500), { nil: undefined }),
    expression: fc.boolean(),
  })
  .map(({ name, table, kinds, target, expression }) => (place) => {
    const possible = place.tables.filter(({ form, columns }) => form === 'ordinary' && known(columns).length > 1)
    const on = chosen(possible, table)
    if (!on) return
    const [first, second] = known(on.columns)
    if (!first || !second) return
    const sql = place.in(place.name(name, 'statistics'))
    const extra = expression && first.type.sql === 'integer' ? `, (${ident(first.name)} + 1)` : ''
    place.run(`CREATE STATISTICS ${sql}${kinds} ON ${ident(first.name)}, ${ident(second.name)}${extra} FROM ${on.sql}`)
    if (target !== undefined) place.run(`ALTER STATISTICS ${sql} SET STATISTICS ${target}`)
    place.made(`STATISTICS ${sql}`)
  })

const known = (columns: readonly Column[]): Column[] =>
  columns.filter(({ type, made }) => ORDERED.includes(type.sql) && made !== 'generated')
