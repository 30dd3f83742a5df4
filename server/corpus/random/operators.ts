import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import type { Part, Place } from './place.ts'
import { names } from './texts.ts'

const SYMBOLS = ['===', '<<<', '~~~', '@@@', '<~>', '#>#', '|=|', '%%%'] as const

const EXECUTE = ['EXECUTE']

/** A type of its own with functions of it, on which operators stand. */
function pairs(place: Place, name: string): { readonly type: string; readonly call: (does: string) => string } {
  const own = place.name(name)
  const type = place.in(own)
  place.run(`CREATE TYPE ${type} AS (a integer, b text)`)
  const call = (does: string): string => {
    const sql = place.in(place.name(`${does} ${own}`, 'routine'))
    const [result, body] = does === 'order' ? ['integer', '$1.a - $2.a'] : ['boolean', '$1.a < $2.a']
    place.run(
      `CREATE FUNCTION ${sql}(${type}, ${type}) RETURNS ${result} LANGUAGE sql IMMUTABLE AS ${literal(`select ${body}`)}`,
    )
    place.made(`FUNCTION ${sql}(${type}, ${type})`, EXECUTE)
    return sql
  }
  place.made(`TYPE ${type}`)
  return { type, call }
}

/** An operator with its negator and commutator, and perhaps a class in a family of its own. */
export const operators: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    symbol: fc.constantFrom(...SYMBOLS),
    other: fc.constantFrom(...SYMBOLS),
    more: fc.constantFrom('', ', restrict = eqsel, join = eqjoinsel', ', hashes, merges'),
    commutes: fc.boolean(),
    family: fc.option(names, { nil: undefined }),
    isDefault: fc.boolean(),
    hasLoose: fc.boolean(),
    stored: fc.constantFrom('', 'bytea', 'integer'),
  })
  .map(({ name, symbol, other, more, commutes, family, isDefault, hasLoose, stored }) => (place) => {
    const { type, call } = pairs(place, name)
    const schema = ident(place.schema)
    const sides = `leftarg = ${type}, rightarg = ${type}`
    const commutator = commutes ? `, commutator = OPERATOR(${schema}.${symbol})` : ''
    const negator = other === symbol ? '' : `, negator = OPERATOR(${schema}.${other})`
    place.run(
      `CREATE OPERATOR ${schema}.${symbol} (function = ${call('less')}, ${sides}${commutator}${negator}${more})`,
    )
    place.made(`OPERATOR ${schema}.${symbol} (${type}, ${type})`)
    if (negator) {
      place.run(
        `CREATE OPERATOR ${schema}.${other} (function = ${call('not less')}, ${sides}, negator = OPERATOR(${schema}.${symbol}))`,
      )
    }
    if (stored) {
      const kept = place.in(place.name(`kept ${name}`, 'class'))
      place.run(`CREATE OPERATOR CLASS ${kept} FOR TYPE ${type} USING gist AS STORAGE ${stored}`)
      place.made(`OPERATOR CLASS ${kept} USING gist`)
    }
    if (family === undefined) return
    const set = place.in(place.name(family, 'family'))
    const member = place.in(place.name(family, 'class'))
    place.run(`CREATE OPERATOR FAMILY ${set} USING btree`)
    place.run(
      `CREATE OPERATOR CLASS ${member} ${isDefault ? 'DEFAULT ' : ''}FOR TYPE ${type} USING btree FAMILY ${set}` +
        ` AS OPERATOR 1 ${schema}.${symbol}, FUNCTION 1 ${call('order')}(${type}, ${type})`,
    )
    if (hasLoose) {
      const mixed = place.in(place.name(`mixed ${name}`, 'routine'))
      place.run(`CREATE FUNCTION ${mixed}(${type}, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select $1.a - $2'`)
      place.run(`ALTER OPERATOR FAMILY ${set} USING btree ADD FUNCTION 1 (${type}, integer) ${mixed}(${type}, integer)`)
    }
    place.made(`OPERATOR FAMILY ${set} USING btree`)
    place.made(`OPERATOR CLASS ${member} USING btree`)
  })

/** A cast between a type of its own and one of Postgres's. */
export const casts: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    how: fc.constantFrom('function', 'inout'),
    context: fc.constantFrom('', ' AS ASSIGNMENT'),
  })
  .map(({ name, how, context }) => (place) => {
    const own = place.name(name)
    const type = place.in(own)
    place.run(`CREATE TYPE ${type} AS (a integer)`)
    const sql = place.in(place.name(name, 'routine'))
    if (how === 'function') {
      place.run(
        `CREATE FUNCTION ${sql}(integer) RETURNS ${type} LANGUAGE sql IMMUTABLE AS ${literal(`select row($1)::${type}`)}`,
      )
    }
    const [from, to] = how === 'function' ? ['integer', type] : [type, 'text']
    place.run(
      `CREATE CAST (${from} AS ${to}) WITH ${how === 'function' ? `FUNCTION ${sql}(integer)` : 'INOUT'}${context}`,
    )
    place.remarkable.push(`CAST (${from} AS ${to})`)
    place.made(`TYPE ${type}`)
  })
