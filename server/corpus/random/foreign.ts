import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import { registerTable } from './tables.ts'
import type { Column, Part } from './place.ts'
import { names, texts } from './texts.ts'

const options = fc.uniqueArray(fc.record({ name: fc.constantFrom('host', 'dbname', 'a b', "it's", 'UPPER', '"q"'), text: texts }), {
  maxLength: 3,
  selector: ({ name }) => name,
})

const list = (given: readonly { readonly name: string; readonly text: string }[]): string =>
  given.length === 0
    ? ''
    : ` OPTIONS (${given.map(({ name, text }) => `${ident(name)} ${literal(text)}`).join(', ')})`

/** A foreign data wrapper, a server of it, who is who there, and a table there: none of it is ever asked. */
export const foreignThings: fc.Arbitrary<Part> = fc
  .record({
    wrapper: names,
    server: names,
    table: names,
    options,
    more: options,
    type: fc.option(texts, { nil: undefined }),
    mapping: fc.constantFrom('none', 'PUBLIC', 'CURRENT_USER'),
    secret: fc.boolean(),
    calls: fc.subarray(['HANDLER', 'VALIDATOR'] as const),
    below: fc.constantFrom('nothing', 'part', 'heir'),
    columns: fc.uniqueArray(fc.record({ name: names, type: fc.nat(400), options }), {
      maxLength: 3,
      selector: ({ name }) => name,
    }),
  })
  .map((each) => (place) => {
    const wrapper = ident(place.wideName(each.wrapper))
    const server = ident(place.wideName(each.server))
    const calls = each.calls.map((word) => {
      const called = place.in(place.name(`${word} ${each.wrapper}`, 'routine'))
      const head = { HANDLER: '() RETURNS fdw_handler', VALIDATOR: '(text[], oid) RETURNS void' }[word]
      const body = { HANDLER: "LANGUAGE internal AS 'heap_tableam_handler'", VALIDATOR: "LANGUAGE plpgsql AS 'begin end'" }[word]
      place.run(`CREATE FUNCTION ${called}${head} ${body}`)
      return ` ${word} ${called}`
    })
    place.run(`CREATE FOREIGN DATA WRAPPER ${wrapper}${calls.join('')}${list(each.options)}`)
    const type = each.type ? ` TYPE ${literal(each.type)} VERSION ${literal(each.type)}` : ''
    place.run(`CREATE SERVER ${server}${type} FOREIGN DATA WRAPPER ${wrapper}${list(each.more)}`)
    if (each.mapping !== 'none') {
      place.run(`CREATE USER MAPPING FOR ${each.mapping} SERVER ${server}${list([...each.options, ...(each.secret ? [{ name: 'password', text: 'secret' }] : [])])}`)
    }
    const name = place.name(each.table)
    const sql = place.in(name)
    const columns = each.columns.map((column): Column & { readonly clause: string } => {
      const use = place.type(column.type)
      const clause = `${ident(column.name)} ${use.sql}${list(column.options)}`
      return { name: column.name, type: use, made: 'plain', clause }
    })
    place.run(
      `CREATE FOREIGN TABLE ${sql} (${columns.map(({ clause }) => clause).join(', ')}) SERVER ${server}${list(each.more)}`,
    )
    if (each.below !== 'nothing') {
      const above = place.in(place.name(`above ${each.table}`))
      const below = place.in(place.name(`below ${each.table}`))
      const isPart = each.below === 'part'
      place.run(`CREATE TABLE ${above} (a integer, b text)${isPart ? ' PARTITION BY LIST (a)' : ''}`)
      const of = isPart ? `PARTITION OF ${above} FOR VALUES IN (1, 2)` : `(c date) INHERITS (${above})`
      place.run(`CREATE FOREIGN TABLE ${below} ${of} SERVER ${server}${list(each.more)}`)
    }
    registerTable(place, { name, sql, form: 'foreign', kept: 'logged', columns, keys: [] })
    place.remarkable.push(`FOREIGN DATA WRAPPER ${wrapper}`, `SERVER ${server}`)
    place.grantable.push(
      { target: `FOREIGN DATA WRAPPER ${wrapper}`, rights: ['USAGE'] },
      { target: `FOREIGN SERVER ${server}`, rights: ['USAGE'] },
    )
  })
