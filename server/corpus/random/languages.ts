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

/** CREATE COLLATION. */
export const collations: fc.Arbitrary<Part> = fc
  .record({ name: names, options: fc.constantFrom(...COLLATIONS) })
  .map(({ name, options }) => (place) => {
    const sql = place.in(place.name(name, 'collation'))
    place.run(`CREATE COLLATION ${sql} (${options})`)
    place.collations.push(sql)
    place.made(`COLLATION ${sql}`)
  })

/** CREATE CONVERSION. */
export const conversions: fc.Arbitrary<Part> = fc
  .record({ name: names })
  .map(({ name }) => (place) => {
    const sql = place.in(place.name(name, 'conversion'))
    place.run(
      `CREATE CONVERSION ${sql} FOR 'LATIN1' TO 'UTF8' FROM pg_catalog.iso8859_1_to_utf8`,
    )
    place.made(`CONVERSION ${sql}`)
  })

const DICTIONARIES = [
  "TEMPLATE = pg_catalog.simple, stopwords = 'english'",
  'TEMPLATE = pg_catalog.simple, accept = false',
  "TEMPLATE = pg_catalog.snowball, language = 'german'",
] as const

/** A text search configuration with its dictionary, and perhaps a parser and a template of its own. */
export const textSearches: fc.Arbitrary<Part> = fc
  .record({
    name: names,
    dictionary: names,
    options: fc.constantFrom(...DICTIONARIES),
    parser: fc.option(names, { nil: undefined }),
    template: fc.option(names, { nil: undefined }),
    tokens: fc.constantFrom('asciiword', 'word, email', 'numhword, hword_asciipart'),
  })
  .map(({ name, dictionary, options, parser, template, tokens }) => (place) => {
    const words = place.in(place.name(dictionary, 'dictionary'))
    place.run(`CREATE TEXT SEARCH DICTIONARY ${words} (${options})`)
    place.made(`TEXT SEARCH DICTIONARY ${words}`)
    const sql = place.in(place.name(name, 'configuration'))
    let from = 'pg_catalog."default"'
    if (parser !== undefined) {
      from = place.in(place.name(parser, 'parser'))
      place.run(
        `CREATE TEXT SEARCH PARSER ${from} (START = prsd_start, GETTOKEN = prsd_nexttoken, "end" = prsd_end, HEADLINE = prsd_headline, LEXTYPES = prsd_lextype)`,
      )
      place.remarkable.push(`TEXT SEARCH PARSER ${from}`)
    }
    if (template !== undefined) {
      const made = place.in(place.name(template, 'template'))
      place.run(`CREATE TEXT SEARCH TEMPLATE ${made} (LEXIZE = dsimple_lexize, INIT = dsimple_init)`)
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
  .record({ name: names, what: fc.constantFrom('language', 'trusted', 'index', 'table') })
  .map(({ name, what }) => (place) => {
    const own = ident(place.wideName(name))
    const handler = 'HANDLER pg_catalog.plpgsql_call_handler'
    if (what === 'language') place.run(`CREATE LANGUAGE ${own} ${handler}`)
    if (what === 'trusted') place.run(`CREATE TRUSTED LANGUAGE ${own} ${handler}`)
    if (what === 'index') place.run(`CREATE ACCESS METHOD ${own} TYPE INDEX HANDLER bthandler`)
    if (what === 'table') place.run(`CREATE ACCESS METHOD ${own} TYPE TABLE HANDLER heap_tableam_handler`)
    if (what === 'language' || what === 'trusted') place.made(`LANGUAGE ${own}`)
    else place.remarkable.push(`ACCESS METHOD ${own}`)
    if (what === 'trusted') place.grantable.push({ target: `LANGUAGE ${own}`, rights: ['USAGE'] })
  })

/** A transform for a type of its own, in plpgsql. */
export const transforms: fc.Arbitrary<Part> = fc.record({ name: names }).map(({ name }) => (place) => {
  const type = place.in(place.name(name))
  place.run(`CREATE TYPE ${type} AS ENUM ('x')`)
  const sql = place.in(place.name(name, 'routine'))
  place.run(
    `CREATE FUNCTION ${sql}(internal) RETURNS ${type} LANGUAGE internal IMMUTABLE AS ${literal('int4recv')}`,
  )
  place.run(`CREATE TRANSFORM FOR ${type} LANGUAGE plpgsql (TO SQL WITH FUNCTION ${sql}(internal))`)
  place.remarkable.push(`TRANSFORM FOR ${type} LANGUAGE plpgsql`)
  place.made(`TYPE ${type}`)
})
