import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import { chosen, type Part, type Place } from './place.ts'
import { names, texts } from './texts.ts'

const EXECUTE = ['EXECUTE']

const properties = fc.record({
  volatility: fc.constantFrom('VOLATILE', 'STABLE', 'IMMUTABLE'),
  strict: fc.constantFrom('', 'STRICT'),
  security: fc.constantFrom('', 'SECURITY DEFINER'),
  leakproof: fc.constantFrom('', 'LEAKPROOF'),
  parallel: fc.constantFrom('UNSAFE', 'SAFE', 'RESTRICTED'),
  cost: fc.constantFrom('', 'COST 7', 'COST 0.5'),
  setting: fc.option(
    fc.oneof(
      texts.map((text) => `SET app.said = ${literal(text || 'x')}`),
      names.map((name) => `SET search_path = ${ident(name)}, pg_temp`),
      fc.constantFrom("SET work_mem = '3MB'", 'SET TimeZone = UTC'),
    ),
    { nil: '' },
  ),
})

/** A function of texts that can stand in an index, a generated column and a policy. */
export const textFunctions: fc.Arbitrary<Part> = fc
  .record({ name: names, argument: names, text: texts, form: fc.constantFrom('sql', 'atomic', 'sql', 'atomic', 'itself') })
  .map(({ name, argument, text, form }) => (place) => {
    const sql = place.in(place.name(name, 'routine'))
    if (form === 'itself') {
      const head = `FUNCTION ${sql}(${ident(argument)} text) RETURNS text LANGUAGE sql`
      place.run(`CREATE ${head} RETURN $1`)
      place.run(`CREATE OR REPLACE ${head} RETURN ${sql}($1) || ${literal(text)}`)
      place.made(`FUNCTION ${sql}(text)`, EXECUTE)
      return
    }
    const expression = `$1 || ${literal(text)}`
    const body = form === 'sql' ? `AS ${literal(`select ${expression}`)}` : `RETURN ${expression}`
    place.run(
      `CREATE FUNCTION ${sql}(${ident(argument)} text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE ${body}`,
    )
    place.routines.push({ sql, does: 'text' })
    place.made(`FUNCTION ${sql}(text)`, EXECUTE)
  })

/** A function that triggers call. */
export const triggerFunctions: fc.Arbitrary<Part> = fc
  .record({ name: names, text: texts })
  .map(({ name, text }) => (place) => {
    const sql = place.in(place.name(name, 'routine'))
    const body = `begin perform ${literal(text)}; return new; end`
    place.run(`CREATE FUNCTION ${sql}() RETURNS trigger LANGUAGE plpgsql AS ${literal(body)}`)
    place.routines.push({ sql, does: 'trigger' })
    place.made(`FUNCTION ${sql}()`, EXECUTE)
  })

const argument = fc.record({
  // PL/pgSQL calls them by their place as well.
  name: names.map((name) => (/^\$\d+$/.test(name) ? `${name}.` : name)),
  type: fc.nat(400),
  mode: fc.constantFrom('IN', 'OUT', 'INOUT'),
  given: fc.boolean(),
})

const argumentLists = fc.uniqueArray(argument, { maxLength: 4, selector: ({ name }) => name })

/** Any function or procedure, whose body nobody reads: overloads, modes, defaults, sets, properties. */
export const anyRoutines: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    arguments: argumentLists,
    result: fc.record({ type: fc.nat(400), set: fc.constantFrom('', 'SETOF ') }),
    isProcedure: fc.boolean(),
    body: texts,
    properties,
    written: fc.constantFrom('plpgsql', 'plpgsql', 'sql', 'atomic'),
    transform: fc.option(fc.nat(9), { nil: undefined }),
    falls: fc.constantFrom('', '', ' DEPENDS ON EXTENSION plpgsql'),
  })
  .map((each) => (place) => {
    const sql = place.in(place.name(each.name, 'routine'))
    let hasDefault = false
    const written = each.arguments.map(({ name, type, mode, given }) => {
      const use = place.type(type)
      // After one with a default every argument that is given needs one.
      hasDefault ||= given && mode !== 'OUT'
      const value = hasDefault && mode !== 'OUT' ? ` DEFAULT ${use.values[0] ?? 'NULL'}` : ''
      return { sql: `${mode} ${ident(name)} ${use.sql}${value}`, type: use.sql, mode }
    })
    // An OUT argument of a procedure can't follow one with a default.
    const order = each.isProcedure
      ? [...written.filter(({ mode }) => mode === 'OUT'), ...written.filter(({ mode }) => mode !== 'OUT')]
      : written
    const list = order.map((one) => one.sql).join(', ')
    const types = order.filter(({ mode }) => each.isProcedure || mode !== 'OUT').map(({ type }) => type)
    const transformed = chosen(place.transformed, each.transform ?? 0)
    const through = each.transform !== undefined && transformed ? ` TRANSFORM FOR TYPE ${transformed}` : ''
    const body = `LANGUAGE plpgsql${through} AS ${literal(`begin perform ${literal(each.body)}; end`)}`
    const { setting, security, ...rest } = each.properties
    if (each.isProcedure) {
      const signature = order.map(({ type, mode }) => `${mode} ${type}`).join(', ')
      const isSql = each.written !== 'plpgsql' && order.every(({ mode }) => mode === 'IN')
      const said = `SELECT ${literal(each.body)}::text AS said`
      const bodies = {
        plpgsql: body,
        sql: `LANGUAGE sql AS ${literal(said)}`,
        atomic: `LANGUAGE sql BEGIN ATOMIC ${said}; END`,
      }
      const written = isSql ? bodies[each.written] : body
      place.run(`CREATE PROCEDURE ${sql}(${list}) ${security} ${setting} ${written}`)
      place.made(`PROCEDURE ${sql}(${signature})`, EXECUTE)
      if (each.falls) place.run(`ALTER PROCEDURE ${sql}(${signature})${each.falls}`)
      return
    }
    const { volatility, strict, leakproof, parallel, cost } = rest
    const words = [volatility, strict, security, leakproof, `PARALLEL ${parallel}`, cost, setting]
    const hasOut = written.some(({ mode }) => mode !== 'IN')
    const { type, set } = each.result
    const returns = hasOut ? '' : `RETURNS ${set}${place.type(type).sql}`
    place.run(`CREATE FUNCTION ${sql}(${list}) ${returns} ${words.join(' ')} ${body}`)
    place.made(`FUNCTION ${sql}(${types.join(', ')})`, EXECUTE)
    if (each.falls) place.run(`ALTER FUNCTION ${sql}(${types.join(', ')})${each.falls}`)
  })

const COMPILED = [
  "(bigint) RETURNS bigint LANGUAGE internal SUPPORT pg_catalog.generate_series_int8_support AS 'int8inc'",
  "(integer, integer) RETURNS SETOF integer LANGUAGE internal ROWS 7 SUPPORT pg_catalog.generate_series_int4_support AS 'generate_series_int4'",
  "() RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_row_number'",
  "(oid) RETURNS void LANGUAGE c STRICT AS '$libdir/plpgsql', 'plpgsql_validator'",
] as const

/** Functions that Postgres's own code or a library does: what only these have. */
export const compiledRoutines: fc.Arbitrary<Part> = fc
  .record({ name: names, head: fc.constantFrom(...COMPILED), isProcedure: fc.boolean() })
  .map(({ name, head, isProcedure }) => (place) => {
    const sql = place.in(place.name(name, 'routine'))
    if (isProcedure && head.includes('$libdir')) {
      place.run(`CREATE PROCEDURE ${sql}(oid) LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator'`)
      place.made(`PROCEDURE ${sql}(oid)`, EXECUTE)
      return
    }
    place.run(`CREATE FUNCTION ${sql}${head}`)
    place.made(`FUNCTION ${sql}${head.slice(0, head.indexOf(')') + 1)}`, EXECUTE)
  })

/** What ends a moving aggregate and is told of the arguments as well, which may be null. */
function finished(place: Place, form: string, name: string): string {
  if (form !== 'finished') return ''
  const sql = place.in(place.name(`ends ${name}`, 'routine'))
  place.run(`CREATE FUNCTION ${sql}(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'select $1'`)
  return sql
}

/** An aggregate, with some of what it may have. */
export const aggregates: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    initial: fc.option(texts, { nil: undefined }),
    parallel: fc.constantFrom('', ', parallel = safe'),
    form: fc.constantFrom('plain', 'moving', 'ordered', 'sorted', 'serial', 'finished'),
    space: fc.constantFrom('', ', sspace = 64', ', sspace = 8000'),
    falls: fc.constantFrom('', '', 'DEPENDS ON EXTENSION plpgsql'),
  })
  .map(({ name, initial, parallel, form, space, falls }) => (place) => {
    const sql = place.in(place.name(name, 'routine'))
    const start = initial === undefined ? '' : `, initcond = ${literal(initial)}`
    const moving =
      ', msfunc = int4pl, minvfunc = int4mi, mstype = integer, minitcond = ' + literal('0')
    const written = {
      plain: ['text', `sfunc = textcat, stype = text${start}`],
      moving: ['integer', `sfunc = int4pl, stype = integer, initcond = '0'${moving}`],
      serial: [
        'numeric',
        `sfunc = numeric_avg_accum, stype = internal${space}, finalfunc = numeric_avg, combinefunc = numeric_avg_combine, serialfunc = numeric_avg_serialize, deserialfunc = numeric_avg_deserialize`,
      ],
      finished: [
        'integer',
        `sfunc = int4pl, stype = integer${space}, initcond = '0', finalfunc = int4abs${moving}, msspace = 32, mfinalfunc = ${finished(place, form, name)}, mfinalfunc_extra`,
      ],
      sorted: ['integer', 'sfunc = int4smaller, stype = integer, sortop = <, combinefunc = int4smaller'],
      ordered: [
        'double precision ORDER BY anyelement',
        'sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra',
      ],
    }[form] as [string, string]
    place.run(`CREATE AGGREGATE ${sql}(${written[0]}) (${written[1]}${parallel})`)
    place.made(`AGGREGATE ${sql}(${written[0]})`)
    const routine = `${sql}(${written[0].replace(' ORDER BY', ',')})`
    if (falls) place.run(`ALTER ROUTINE ${routine} ${falls}`)
    place.grantable.push({
      target: `FUNCTION ${routine}`,
      rights: EXECUTE,
    })
  })
