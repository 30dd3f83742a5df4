import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import type { Part } from './place.ts'
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
  .record({ name: names, argument: names, text: texts, form: fc.constantFrom('sql', 'atomic') })
  .map(({ name, argument, text, form }) => (place) => {
    const sql = place.in(place.name(name, 'routine'))
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
    const body = `LANGUAGE plpgsql AS ${literal(`begin perform ${literal(each.body)}; end`)}`
    const { setting, security, ...rest } = each.properties
    if (each.isProcedure) {
      place.run(`CREATE PROCEDURE ${sql}(${list}) ${security} ${setting} ${body}`)
      const signature = order.map(({ type, mode }) => `${mode} ${type}`).join(', ')
      place.made(`PROCEDURE ${sql}(${signature})`, EXECUTE)
      return
    }
    const { volatility, strict, leakproof, parallel, cost } = rest
    const words = [volatility, strict, security, leakproof, `PARALLEL ${parallel}`, cost, setting]
    const hasOut = written.some(({ mode }) => mode !== 'IN')
    const { type, set } = each.result
    const returns = hasOut ? '' : `RETURNS ${set}${place.type(type).sql}`
    place.run(`CREATE FUNCTION ${sql}(${list}) ${returns} ${words.join(' ')} ${body}`)
    place.made(`FUNCTION ${sql}(${types.join(', ')})`, EXECUTE)
  })

/** An aggregate, with some of what it may have. */
export const aggregates: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    initial: fc.option(texts, { nil: undefined }),
    parallel: fc.constantFrom('', ', parallel = safe'),
    form: fc.constantFrom('plain', 'moving', 'ordered', 'sorted'),
  })
  .map(({ name, initial, parallel, form }) => (place) => {
    const sql = place.in(place.name(name, 'routine'))
    const start = initial === undefined ? '' : `, initcond = ${literal(initial)}`
    const moving =
      ', msfunc = int4pl, minvfunc = int4mi, mstype = integer, minitcond = ' + literal('0')
    const written = {
      plain: ['text', `sfunc = textcat, stype = text${start}`],
      moving: ['integer', `sfunc = int4pl, stype = integer, initcond = '0'${moving}`],
      sorted: ['integer', 'sfunc = int4smaller, stype = integer, sortop = <, combinefunc = int4smaller'],
      ordered: [
        'double precision ORDER BY anyelement',
        'sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra',
      ],
    }[form] as [string, string]
    place.run(`CREATE AGGREGATE ${sql}(${written[0]}) (${written[1]}${parallel})`)
    place.made(`AGGREGATE ${sql}(${written[0]})`)
    place.grantable.push({
      target: `FUNCTION ${sql}(${written[0].replace(' ORDER BY', ',')})`,
      rights: EXECUTE,
    })
  })
