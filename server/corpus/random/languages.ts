import fc from 'fast-check'
import { ident, literal } from '../../kinds/sql.ts'
import type { Part } from './place.ts'
import { names } from './texts.ts'

const COLLATIONS = [
  "provider = icu, locale = 'de-u-co-phonebk'",
  "provider = icu, locale = 'und-u-ks-level2', deterministic = true",
  "provider = libc, locale = 'C'",
  "provider = libc, lc_collate = 'C', lc_ctype = 'POSIX'",
] as const

/** Under these no pattern can be looked for, so nothing else is given them. */
const UNUSED_COLLATIONS = [
  "provider = icu, locale = 'und-u-ks-level1', deterministic = false",
  "provider = icu, locale = 'und', rules = '&a < g'",
] as const

/** CREATE COLLATION. */
export const collations: fc.Arbitrary<Part> = fc
  .record({ name: names, options: fc.constantFrom(...COLLATIONS, ...UNUSED_COLLATIONS) })
  .map(({ name, options }) => (place) => {
    if (options.includes('rules') && place.major < 16) return
    const sql = place.in(place.name(name, 'collation'))
    place.run(`CREATE COLLATION ${sql} (${options})`)
    if (!(UNUSED_COLLATIONS as readonly string[]).includes(options)) place.collations.push(sql)
    place.made(`COLLATION ${sql}`)
  })

const CONVERSIONS = [
  "'LATIN1' TO 'UTF8' FROM pg_catalog.iso8859_1_to_utf8",
  "'UTF8' TO 'LATIN1' FROM pg_catalog.utf8_to_iso8859_1",
  "'WIN1252' TO 'UTF8' FROM pg_catalog.win_to_utf8",
] as const

/** CREATE CONVERSION. */
export const conversions: fc.Arbitrary<Part> = fc
  .record({ name: names, how: fc.constantFrom(...CONVERSIONS), isDefault: fc.boolean() })
  .map(({ name, how, isDefault }) => (place) => {
    const sql = place.in(place.name(name, 'conversion'))
    const word = isDefault && place.first(`default conversion ${how}`) ? 'DEFAULT CONVERSION' : 'CONVERSION'
    place.run(`CREATE ${word} ${sql} FOR ${how}`)
    place.made(`CONVERSION ${sql}`)
  })

const DICTIONARIES = [
  "TEMPLATE = pg_catalog.simple, stopwords = 'english'",
  'TEMPLATE = pg_catalog.simple, accept = false',
  "TEMPLATE = pg_catalog.snowball, language = 'german'",
] as const

const TEMPLATES = [
  'LEXIZE = dsimple_lexize, INIT = dsimple_init',
  'LEXIZE = dsynonym_lexize, INIT = dsynonym_init',
  'LEXIZE = dispell_lexize',
] as const

const STEPS = {
  START: { name: 'prsd_start', head: '(internal, integer) RETURNS internal' },
  GETTOKEN: { name: 'prsd_nexttoken', head: '(internal, internal, internal) RETURNS internal' },
  '"end"': { name: 'prsd_end', head: '(internal) RETURNS void' },
  HEADLINE: { name: 'prsd_headline', head: '(internal, internal, tsquery) RETURNS internal' },
  LEXTYPES: { name: 'prsd_lextype', head: '(internal) RETURNS internal' },
} as const

/** A text search configuration with its dictionary, and perhaps a parser and a template of its own. */
export const textSearches: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    dictionary: names,
    options: fc.constantFrom(...DICTIONARIES),
    parser: fc.option(names, { nil: undefined }),
    template: fc.option(names, { nil: undefined }),
    like: fc.constantFrom(...TEMPLATES),
    steps: fc.constantFrom("Postgres's", 'own'),
    headline: fc.boolean(),
    tokens: fc.constantFrom('asciiword', 'word, email', 'numhword, hword_asciipart'),
  })
  .map((each) => (place) => {
    const { name, dictionary, options, parser, template, tokens } = each
    const words = place.in(place.name(dictionary, 'dictionary'))
    place.run(`CREATE TEXT SEARCH DICTIONARY ${words} (${options})`)
    place.made(`TEXT SEARCH DICTIONARY ${words}`)
    const sql = place.in(place.name(name, 'configuration'))
    let from = 'pg_catalog."default"'
    if (parser !== undefined) {
      from = place.in(place.name(parser, 'parser'))
      const steps = Object.entries(STEPS)
        .filter(([step]) => each.headline || step !== 'HEADLINE')
        .map(([step, { name: known, head }]) => {
          if (each.steps !== 'own') return `${step} = ${known}`
          const made = place.in(place.name(`${step} ${parser}`, 'routine'))
          place.run(`CREATE FUNCTION ${made}${head} LANGUAGE internal AS '${known}'`)
          return `${step} = ${made}`
        })
      place.run(`CREATE TEXT SEARCH PARSER ${from} (${steps.join(', ')})`)
      place.remarkable.push(`TEXT SEARCH PARSER ${from}`)
    }
    if (template !== undefined) {
      const made = place.in(place.name(template, 'template'))
      place.run(`CREATE TEXT SEARCH TEMPLATE ${made} (${each.like})`)
      place.remarkable.push(`TEXT SEARCH TEMPLATE ${made}`)
    }
    place.run(`CREATE TEXT SEARCH CONFIGURATION ${sql} (PARSER = ${from})`)
    place.run(
      `ALTER TEXT SEARCH CONFIGURATION ${sql} ADD MAPPING FOR ${tokens} WITH ${words}, pg_catalog.simple`,
    )
    place.made(`TEXT SEARCH CONFIGURATION ${sql}`)
  })

/** CREATE LANGUAGE, ACCESS METHOD: things of the whole database, under names of this schema. */
export const wideThings: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    what: fc.constantFrom('language', 'trusted', 'index', 'table'),
    more: fc.subarray([
      'INLINE pg_catalog.plpgsql_inline_handler',
      'VALIDATOR pg_catalog.plpgsql_validator',
    ]),
    ownHandler: fc.boolean(),
  })
  .map(({ name, what, more, ownHandler }) => (place) => {
    const own = ident(place.wideName(name))
    let handler = 'pg_catalog.plpgsql_call_handler'
    if (ownHandler && (what === 'language' || what === 'trusted')) {
      handler = place.in(place.name(`calls ${name}`, 'routine'))
      place.run(`CREATE FUNCTION ${handler}() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler'`)
    }
    const parts = [`HANDLER ${handler}`, ...more].join(' ')
    if (what === 'language') place.run(`CREATE LANGUAGE ${own} ${parts}`)
    if (what === 'trusted') place.run(`CREATE TRUSTED LANGUAGE ${own} ${parts}`)
    if (what === 'table') place.tableMethods.push(own)
    if (what === 'index') place.run(`CREATE ACCESS METHOD ${own} TYPE INDEX HANDLER bthandler`)
    if (what === 'table') place.run(`CREATE ACCESS METHOD ${own} TYPE TABLE HANDLER heap_tableam_handler`)
    if (what === 'language' || what === 'trusted') place.made(`LANGUAGE ${own}`)
    else place.remarkable.push(`ACCESS METHOD ${own}`)
    if (what === 'trusted') place.grantable.push({ target: `LANGUAGE ${own}`, rights: ['USAGE'] })
  })

/** A transform for a type of its own, in plpgsql. */
export const transforms: fc.Arbitrary<Part> = fc.record({ name: names, ways: fc.constantFrom('to', 'from', 'both') }).map(({ name, ways }) => (place) => {
  const type = place.in(place.name(name))
  place.run(`CREATE TYPE ${type} AS ENUM ('x')`)
  const sql = place.in(place.name(name, 'routine'))
  place.run(
    `CREATE FUNCTION ${sql}(internal) RETURNS ${type} LANGUAGE internal IMMUTABLE AS ${literal('int4recv')}`,
  )
  const from = place.in(place.name(`from ${name}`, 'routine'))
  place.run(`CREATE FUNCTION ${from}(internal) RETURNS internal LANGUAGE internal IMMUTABLE AS 'int4recv'`)
  const parts = {
    to: `TO SQL WITH FUNCTION ${sql}(internal)`,
    from: `FROM SQL WITH FUNCTION ${from}(internal)`,
  }
  const written = ways === 'both' ? `${parts.from}, ${parts.to}` : parts[ways]
  place.run(`CREATE TRANSFORM FOR ${type} LANGUAGE plpgsql (${written})`)
  place.transformed.push(type)
  place.remarkable.push(`TRANSFORM FOR ${type} LANGUAGE plpgsql`)
  place.made(`TYPE ${type}`)
})
