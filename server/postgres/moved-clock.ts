import { literal } from '../kinds/sql.ts'
import type { DatabaseUrl } from './redact.ts'
import { withConnection } from './session.ts'

/**
 * Functions of Postgres itself that tell the time. Each becomes one of SQL: those are taken apart where a statement is
 * planned, so that whatever was built into the server is asked no longer.
 */
const FUNCTIONS: readonly (readonly [name: string, real: string])[] = [
  ['now', 'CURRENT_TIMESTAMP'],
  ['transaction_timestamp', 'CURRENT_TIMESTAMP'],
  ['statement_timestamp', 'pg_catalog.unmoved_statement_timestamp()'],
  ['clock_timestamp', 'pg_catalog.unmoved_clock_timestamp()'],
]

const WORDS: readonly (readonly [word: string, type: string])[] = [
  ['current_date', 'date'],
  ['current_time', 'timetz'],
  ['current_timestamp', 'timestamptz'],
  ['localtime', 'time'],
  ['localtimestamp', 'timestamp'],
]

/**
 * Moves the clock of one scratch database on a server of ours so many milliseconds: of what is called; the words that are
 * no call, such as CURRENT_DATE, get a function of their name each, for whoever replaces them in what is sent.
 */
export async function moveDatabaseClock(
  url: DatabaseUrl,
  by: number,
  options: { readonly runId: string },
): Promise<void> {
  const later = (real: string): string =>
    `${real} operator(pg_catalog.+) ${literal(`${by} milliseconds`)}::pg_catalog.interval`
  const copies = ['statement_timestamp', 'clock_timestamp'].map(
    (name) =>
      `create function pg_catalog.unmoved_${name}() returns timestamptz language internal ${name === 'clock_timestamp' ? 'volatile' : 'stable'} as ${literal(name)}`,
  )
  const replaced = FUNCTIONS.map(
    ([name, real]) =>
      `update pg_catalog.pg_proc set prolang = (select oid from pg_catalog.pg_language where lanname = 'sql'),
         prosrc = ${literal(`select ${later(real)}`)}
       where oid = 'pg_catalog.${name}()'::pg_catalog.regprocedure`,
  )
  const timeOfDay = `update pg_catalog.pg_proc set prolang = (select oid from pg_catalog.pg_language where lanname = 'sql'),
      prosrc = ${literal(`select pg_catalog.to_char(${later('pg_catalog.unmoved_clock_timestamp()')}, 'Dy Mon DD HH24:MI:SS.US YYYY TZ')`)}
    where oid = 'pg_catalog.timeofday()'::pg_catalog.regprocedure`
  // They count from today.
  const ages = ['timestamp', 'timestamptz'].map(
    (type) =>
      `update pg_catalog.pg_proc set prosqlbody = null,
      prosrc = ${literal(`select pg_catalog.age((${later('CURRENT_TIMESTAMP')})::pg_catalog.date::pg_catalog.${type}, $1)`)}
    where oid = 'pg_catalog.age(pg_catalog.${type})'::pg_catalog.regprocedure`,
  )
  const words = WORDS.map(
    ([word, type]) =>
      `create function pg_catalog."${word}"() returns pg_catalog.${type} language sql stable parallel safe
        as ${literal(`select (${later('CURRENT_TIMESTAMP')})::pg_catalog.${type}`)}`,
  )
  const all = [
    'set local allow_system_table_mods = on',
    ...copies,
    ...replaced,
    timeOfDay,
    ...ages,
    ...words,
  ]
  await withConnection(url, options, (query) => query(all.join(';\n')))
}
