import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import type { TypeUse } from './base-types.ts'
import { chosen, type Part, type Place } from './place.ts'
import { names, texts } from './texts.ts'

const USAGE = ['USAGE']

/** A type, and an array of it. */
function register(place: Place, type: TypeUse, target: string): void {
  place.types.push(type, { sql: `${type.sql}[]`, values: ["'{}'"], can: 'array' })
  place.made(target)
  place.grantable.push({ target: `TYPE ${type.sql}`, rights: USAGE })
}

/** CREATE TYPE … AS ENUM. */
export const enums: fc.Arbitrary<Part> = fc
  .record({ name: names, labels: fc.uniqueArray(names, { minLength: 1, maxLength: 4 }), more: names })
  .map(({ name, labels, more }) => (place) => {
    const sql = place.in(place.name(name))
    place.run(`CREATE TYPE ${sql} AS ENUM (${labels.map(literal).join(', ')})`)
    if (!labels.includes(more)) {
      place.run(`ALTER TYPE ${sql} ADD VALUE ${literal(more)} BEFORE ${literal(labels[0] ?? '')}`)
    }
    register(place, { sql, values: [literal(labels[0] ?? '')], can: 'order' }, `TYPE ${sql}`)
  })

/** CREATE DOMAIN over any type that is there, with a check that its default passes. */
export const domains: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    type: fc.nat(400),
    check: fc.option(names, { nil: undefined }),
    text: texts,
    valid: fc.constantFrom('', '', ' NOT VALID'),
    has: fc.constantFrom('nothing', 'default', 'not null', 'both'),
    collation: fc.option(fc.nat(9), { nil: undefined }),
  })
  .map(({ name, type, check, text, valid, has, collation }) => (place) => {
    const base = place.type(type)
    const sql = place.in(place.name(name))
    const value = base.values[0] ?? 'null'
    const clauses = [
      ...(collation !== undefined && base.can === 'text'
        ? [`COLLATE ${chosen(place.collations, collation)}`]
        : []),
      ...(has === 'default' || has === 'both' ? [`DEFAULT ${value}`] : []),
      ...(has === 'not null' || has === 'both' ? ['NOT NULL'] : []),
    ]
    place.run(`CREATE DOMAIN ${sql} AS ${base.sql} ${clauses.join(' ')}`)
    register(place, { ...base, sql, can: base.can === 'text' ? 'text' : 'nothing' }, `DOMAIN ${sql}`)
    if (check === undefined) return
    const test = base.can === 'text' ? `VALUE <> ${literal(`not ${text}`)}` : 'VALUE IS NOT NULL'
    place.run(`ALTER DOMAIN ${sql} ADD CONSTRAINT ${ident(check)} CHECK (${test})${valid}`)
    place.remarkable.push(`CONSTRAINT ${ident(check)} ON DOMAIN ${sql}`)
  })

/** CREATE TYPE … AS (…), one of whose attributes may have been dropped. */
export const composites: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    attributes: fc.uniqueArray(fc.record({ name: names, type: fc.nat(400) }), {
      maxLength: 4,
      selector: ({ name }) => name,
    }),
    dropped: fc.boolean(),
  })
  .map(({ name, attributes, dropped }) => (place) => {
    const sql = place.in(place.name(name))
    const columns = attributes.map((each) => ({ name: each.name, type: place.type(each.type), made: 'plain' as const }))
    const all = columns.map((each) => `${ident(each.name)} ${each.type.sql}`)
    const list = dropped ? ['"gone for good" integer', ...all] : all
    place.run(`CREATE TYPE ${sql} AS (${list.join(', ')})`)
    if (dropped) place.run(`ALTER TYPE ${sql} DROP ATTRIBUTE "gone for good"`)
    for (const each of attributes) place.remarkable.push(`COLUMN ${sql}.${ident(each.name)}`)
    register(place, { sql, values: ['NULL'], can: 'nothing' }, `TYPE ${sql}`)
    place.composites.push({ sql, columns })
  })

const SUBTYPES = [
  { sql: 'integer', options: '' },
  { sql: 'text', options: ', collation = "C"' },
  { sql: 'text', options: ', subtype_opclass = text_pattern_ops' },
  { sql: 'double precision', options: ', subtype_diff = float8mi' },
  { sql: 'inet', options: '' },
  { sql: 'integer', options: ', canonical = ' },
] as const

/** CREATE TYPE … AS RANGE, which comes with a multirange. */
export const ranges: fc.Arbitrary<Part> = fc
  .record({ name: names, subtype: fc.constantFrom(...SUBTYPES), multirange: names })
  .map(({ name, subtype, multirange }) => (place) => {
    const [own, ownMany] = [place.name(name), place.name(multirange)]
    const [sql, many] = [place.in(own), place.in(ownMany)]
    // Both have constructors of their names.
    for (const each of [own, ownMany]) place.name(each, 'routine')
    let { options } = subtype as { readonly options: string }
    if (options.startsWith(', canonical')) {
      const canonical = place.in(place.name(`canonical ${name}`, 'routine'))
      place.run(`CREATE TYPE ${sql}`)
      place.run(`CREATE FUNCTION ${canonical}(${sql}) RETURNS ${sql} LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical'`)
      options += canonical
    }
    place.run(`CREATE TYPE ${sql} AS RANGE (subtype = ${subtype.sql}${options}, multirange_type_name = ${many})`)
    register(place, { sql, values: ["'empty'"], can: 'range' }, `TYPE ${sql}`)
    place.types.push({ sql: many, values: ["'{}'"], can: 'range' })
  })

const LIKE = {
  integer: { type: 'int4', functions: 'int4', value: "'7'", more: '', arguments: 'cstring' },
  varchar: { type: 'varchar', functions: 'varchar', value: "'x'", more: ', collatable = true', arguments: 'cstring, oid, integer' },
  point: { type: 'point', functions: 'point_', value: "'(1,2)'", more: '', arguments: 'cstring' },
} as const

/** CREATE TYPE with functions of its own, which Postgres's serve; one may stay announced. */
export const baseTypes: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    like: fc.constantFrom('integer', 'varchar', 'point'),
    delimiter: fc.constantFrom('', ", delimiter = ';'", ", category = 'W', preferred = true"),
    analyze: fc.boolean(),
    binary: fc.boolean(),
    more: fc.constantFrom('', 'default', 'modified', 'element'),
    announced: fc.boolean(),
  })
  .map((each) => (place) => {
    const { name, like, delimiter, analyze, announced } = each
    const own = place.name(name)
    const sql = place.in(own)
    const { type, functions, value, more, arguments: taken } = LIKE[like]
    place.run(`CREATE TYPE ${sql}`)
    if (announced) return
    const [reads, writes] = ['reads', 'writes'].map((does) =>
      place.in(place.name(`${does} ${own}`, 'routine')),
    ) as [string, string]
    const body = 'LANGUAGE internal IMMUTABLE STRICT AS'
    place.run(`CREATE FUNCTION ${reads}(${taken}) RETURNS ${sql} ${body} '${functions}in'`)
    place.run(`CREATE FUNCTION ${writes}(${sql}) RETURNS cstring ${body} '${functions}out'`)
    const extras: Readonly<Record<typeof each.more, string>> = {
      '': '',
      default: `, default = ${value}`,
      modified: like === 'varchar' ? ', typmod_in = pg_catalog.varchartypmodin, typmod_out = pg_catalog.varchartypmodout' : '',
      element: like === 'point' ? ', element = double precision' : '',
    }
    const extra = [extras[each.more]]
    if (each.binary) {
      const [receives, sends] = ['receives', 'sends'].map((does) => place.in(place.name(`${does} ${own}`, 'routine')))
      const given = taken.replace('cstring', 'internal')
      place.run(`CREATE FUNCTION ${receives}(${given}) RETURNS ${sql} ${body} '${functions}recv'`)
      place.run(`CREATE FUNCTION ${sends}(${sql}) RETURNS bytea ${body} '${functions}send'`)
      extra.push(`, receive = ${receives}, send = ${sends}`)
    }
    const options = `like = pg_catalog.${type}${more}${delimiter}${analyze ? ', analyze = pg_catalog.array_typanalyze' : ''}${extra.join('')}`
    place.run(`CREATE TYPE ${sql} (input = ${reads}, output = ${writes}, ${options})`)
    register(place, { sql, values: [value], can: 'nothing' }, `TYPE ${sql}`)
  })
