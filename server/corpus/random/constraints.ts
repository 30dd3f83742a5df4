import fc from 'fast-check'
import { ident } from '../../kinds/sql.ts'
import { conditionOn, conditions } from './conditions.ts'
import { chosen, type Column, type Part, type Table } from './place.ts'
import { cut, names } from './texts.ts'

const ordinary = ({ form }: Table): boolean => form === 'ordinary'

const ordered = ({ columns }: Table): Column[] =>
  columns.filter(({ type }) => ['integer', 'text', 'bigint', 'date', 'uuid'].includes(type.sql))

/** CHECK, in each of its states. */
export const checks: fc.Arbitrary<Part> = fc
  .record({
    table: fc.nat(20),
    name: names,
    condition: conditions,
    state: fc.constantFrom('', ' NOT VALID', ' NO INHERIT', ' NOT ENFORCED'),
  })
  .map(({ table, name, condition, state }) => (place) => {
    const on = chosen(place.tables, table)
    if (!on) return
    const isPlain = state === ' NOT ENFORCED' && place.major < 18
    const isOfParts = state === ' NO INHERIT' && on.form !== 'ordinary'
    const own = ident(place.name(name))
    const words = isPlain || isOfParts ? '' : state
    place.run(
      `ALTER TABLE ${on.sql} ADD CONSTRAINT ${own} CHECK (${conditionOn(on.columns, condition)})${words}`,
    )
    place.remarkable.push(`CONSTRAINT ${own} ON ${on.sql}`)
  })

/** PRIMARY KEY and UNIQUE. */
export const keys: fc.Arbitrary<Part> = fc
  .record({
    table: fc.nat(20),
    name: names,
    columns: fc.array(fc.nat(9), { minLength: 1, maxLength: 3 }),
    primary: fc.boolean(),
    more: fc.constantFrom('', 'include', 'nulls', 'deferrable', 'initially', 'fillfactor'),
    mark: fc.constantFrom('', '', 'cluster', 'replica'),
  })
  .map(({ table, name, columns, primary, more, mark }) => (place) => {
    const on = chosen(place.tables.filter(ordinary), table)
    if (!on) return
    const possible = ordered(on).filter(({ made }) => made !== 'generated')
    const key = [...new Set(columns.map((choice) => chosen(possible, choice)))].filter(
      (column) => column !== undefined,
    )
    if (key.length === 0) return
    const isPrimary = primary && !place.primary.has(on.sql)
    if (isPrimary) place.primary.add(on.sql)
    const own = ident(place.name(name))
    const nulls = more === 'nulls' && !isPrimary && place.major >= 15 ? ' NULLS NOT DISTINCT' : ''
    const last = chosen(on.columns, columns[0] ?? 0)
    const include =
      more === 'include' && last && !key.includes(last) && last.made !== 'generated'
        ? ` INCLUDE (${ident(last.name)})`
        : ''
    const options = more === 'fillfactor' ? ' WITH (fillfactor = 50)' : ''
    const deferred = { deferrable: ' DEFERRABLE', initially: ' DEFERRABLE INITIALLY DEFERRED' }
    const words = more in deferred ? deferred[more as keyof typeof deferred] : ''
    const list = key.map((column) => ident(column.name)).join(', ')
    const word = isPrimary ? 'PRIMARY KEY' : `UNIQUE${nulls}`
    place.run(`ALTER TABLE ${on.sql} ADD CONSTRAINT ${own} ${word} (${list})${include}${options}${words}`)
    place.remarkable.push(`CONSTRAINT ${own} ON ${on.sql}`)
    // No foreign key can lead to a deferred one.
    if (!words) on.keys.push(key)
    if (mark === 'cluster' && place.first(`cluster ${on.sql}`)) place.run(`ALTER TABLE ${on.sql} CLUSTER ON ${own}`)
    if (mark === 'replica' && isPrimary && !words && place.first(`replica ${on.sql}`)) {
      place.run(`ALTER TABLE ${on.sql} REPLICA IDENTITY USING INDEX ${own}`)
    }
  })

const ACTIONS = ['NO ACTION', 'RESTRICT', 'CASCADE', 'SET NULL', 'SET DEFAULT'] as const

/** FOREIGN KEY to any key that is there, over columns of its own; to itself and in circles too. */
export const foreignKeys: fc.Arbitrary<Part> = fc
  .record({
    table: fc.nat(20),
    to: fc.nat(20),
    key: fc.nat(5),
    name: names,
    column: names,
    match: fc.constantFrom('', ' MATCH FULL'),
    onDelete: fc.constantFrom(...ACTIONS),
    onUpdate: fc.constantFrom(...ACTIONS),
    state: fc.constantFrom('', ' DEFERRABLE', ' DEFERRABLE INITIALLY DEFERRED', ' NOT VALID', ' NOT ENFORCED'),
    only: fc.boolean(),
    inParts: fc.constantFrom('', 'own name', 'valid'),
    off: fc.constantFrom('', '', '', 'off'),
  })
  .map((each) => (place) => {
    const on = chosen(place.tables.filter(
        ({ form, sql }) =>
          (form === 'ordinary' || form === 'partitioned') && !place.inherited.has(sql),
      ),
      each.table)
    const leadsTo = ({ keys, kept }: Table): boolean =>
      keys.length > 0 && (kept === 'logged' || on?.kept === 'unlogged')
    const to = chosen(place.tables.filter(leadsTo), each.to)
    const key = to && chosen(to.keys, each.key)
    if (!on || !to || !key) return
    const taken = new Set(on.columns.map(({ name }) => name))
    const own = key.map((column, rank): Column => {
      let name = `${cut(each.column, 40)} ${rank}`
      while (taken.has(name)) name += '+'
      taken.add(name)
      return { name, type: column.type, made: 'plain' }
    })
    for (const column of own) {
      place.run(`ALTER TABLE ${on.sql} ADD COLUMN ${ident(column.name)} ${column.type.sql}`)
      on.columns.push(column)
    }
    const list = (columns: readonly Column[]): string => columns.map(({ name }) => ident(name)).join(', ')
    const canNarrow = each.only && each.onDelete === 'SET NULL' && place.major >= 15
    const narrowed = canNarrow && own[0] ? ` (${ident(own[0].name)})` : ''
    const isRefused =
      (each.state === ' NOT VALID' && on.form !== 'ordinary' && place.major < 18) ||
      (each.state === ' NOT ENFORCED' && place.major < 18)
    const name = ident(place.name(each.name))
    const state = isRefused ? '' : each.state
    const says = `FOREIGN KEY (${list(own)}) REFERENCES ${to.sql} (${list(key)})${each.match} ON DELETE ${each.onDelete}${narrowed} ON UPDATE ${each.onUpdate}`
    const [part] = place.parts.get(on.sql) ?? []
    if (part && each.inParts && !state.includes('ENFORCED')) {
      const partState = each.inParts === 'valid' ? state.replace(' NOT VALID', '') : state
      place.run(`ALTER TABLE ${part} ADD CONSTRAINT ${ident(place.name(`${each.name} here`))} ${says}${partState}`)
    }
    place.run(`ALTER TABLE ${on.sql} ADD CONSTRAINT ${name} ${says}${state}`)
    if (each.off && on.form === 'ordinary') place.run(`ALTER TABLE ${on.sql} DISABLE TRIGGER ALL`)
    place.remarkable.push(`CONSTRAINT ${name} ON ${on.sql}`)
  })

/** EXCLUDE, on a range or on anything ordered. */
export const exclusions: fc.Arbitrary<Part> = fc
  .record({ table: fc.nat(20), name: names, condition: conditions, where: fc.boolean(), late: fc.boolean(), expression: fc.boolean() })
  .map(({ table, name, condition, where, late, expression }) => (place) => {
    const on = chosen(place.tables.filter(ordinary), table)
    const spans = on?.columns.find(({ type, made }) => type.can === 'range' && !type.sql.includes('multi') && made === 'plain' && !type.sql.startsWith('"'))
    const column = spans ?? (on && ordered(on)[0])
    if (!on || !column || column.made === 'generated') return
    const own = ident(place.name(name))
    if (expression && column.type.sql === 'text') {
      place.run(`ALTER TABLE ${on.sql} ADD CONSTRAINT ${own} EXCLUDE USING btree ((lower(${ident(column.name)})) WITH =)`)
      place.run(`ALTER INDEX ${ident(place.schema)}.${own} ALTER COLUMN 1 SET STATISTICS 44`)
      return
    }
    const method = spans ? 'gist' : 'btree'
    const predicate = where ? ` WHERE (${conditionOn(on.columns, condition)})` : ''
    place.run(
      `ALTER TABLE ${on.sql} ADD CONSTRAINT ${own} EXCLUDE USING ${method} (${ident(column.name)} WITH ${spans ? '&&' : '='})${predicate}${late ? ' DEFERRABLE' : ''}`,
    )
    place.remarkable.push(`CONSTRAINT ${own} ON ${on.sql}`)
  })

/** Keys and foreign keys over time, which 18 has: tables of their own. */
export const temporals: fc.Arbitrary<Part> = fc
  .record({ name: names, primary: fc.boolean(), refers: fc.boolean() })
  .map(({ name, primary, refers }) => (place) => {
    if (place.major < 18) return
    const sql = place.in(place.name(name))
    const word = primary ? 'PRIMARY KEY' : 'UNIQUE'
    place.run(`CREATE TABLE ${sql} (what int4range, during daterange)`)
    place.run(`ALTER TABLE ${sql} ADD CONSTRAINT ${ident(place.name(`${name} over time`))} ${word} (what, during WITHOUT OVERLAPS)`)
    if (!refers) return
    const other = place.in(place.name(`${name} referring`))
    place.run(`CREATE TABLE ${other} (of int4range, during daterange)`)
    place.run(`ALTER TABLE ${other} ADD CONSTRAINT ${ident(place.name(`${name} in time`))} FOREIGN KEY (of, PERIOD during) REFERENCES ${sql} (what, PERIOD during)`)
  })
