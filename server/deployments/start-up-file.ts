import { asciiLiteral, qualified } from '../kinds/sql.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { arrayOf, REFUSALS } from './do-block.ts'
import { RESULT_SETTING, stampBlock } from './stamp-sql.ts'

/**
 * A TypeScript file that an application calls before its migrator: a deployment that migrates itself is stamped by the same
 * statement as by `stamp.sql`. It imports nothing but `kysely`, and is ASCII alone, whatever names stand in the plan.
 */
export const startUpFile = (plan: StampPlan): string => `${HEAD}
const LEDGER = ${templateLiteral(qualified([plan.ledger.schema, plan.ledger.table]))}

/** Whether the ledger is there, as a plain table. */
const FIND_LEDGER = ${templateLiteral(`select c.relkind::pg_catalog.text as kind
from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where n.nspname = ${asciiLiteral(plan.ledger.schema)}::pg_catalog.name and c.relname = ${asciiLiteral(plan.ledger.table)}::pg_catalog.name`)}

/** How many rows it has, how many of them are the baseline and the seed, and how many are what these replace. */
const READ_LEDGER = ${templateLiteral(`select pg_catalog.count(*)::pg_catalog.text as total,
  pg_catalog.count(distinct l.name::pg_catalog.text) filter (where l.name::pg_catalog.text = any (${arrayOf(plan.marked)}))::pg_catalog.text as marked,
  pg_catalog.count(*) filter (where l.name::pg_catalog.text = any (${arrayOf(plan.archived)}))::pg_catalog.text as archived
from ${qualified([plan.ledger.schema, plan.ledger.table])} l`)}
const MARKED = '${plan.marked.length}'

/** The statement of stamp.sql: all of its guards, and the change; all of it happens, or nothing. */
const STAMP = ${templateLiteral(stampBlock(plan))}
${CODE}`

/** A template literal of ASCII that has this text as its value: line breaks stay, and nothing in it is evaluated. */
export function templateLiteral(text: string): string {
  const escaped = text.replace(/[\\`]|\$\{/g, String.raw`\$&`)
  return `\`${escaped.replace(/[^\n -~]/g, codeUnit)}\``
}

const codeUnit = (unit: string): string =>
  String.raw`\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

const HEAD = String.raw`/* eslint-disable */
// Written by rebaseline for one baseline; not to be edited.
//
// Call it before the migrator, with the same Kysely:
//
//   await stampAtStart(db)
//   const { error, results } = await migrator.migrateToLatest()
//
// A database that has run all that the baseline replaces is told that the baseline has run. Once every deployment is moved
// over, this file and its call can go.
import { sql, type Kysely } from 'kysely'

/**
 * What was done. fresh: no migration has run on this database, and the migrator runs the baseline. stamped: the baseline is
 * marked as run. already: it was before. Anything else is an error, and nothing was changed then.
 */
export type StampedAtStart = 'fresh' | 'stamped' | 'already'

export interface StampAtStartOptions {
  /** For how long to try again while another instance migrates or stamps; the last try may take 10 seconds more. 60 unless told. */
  readonly waitSeconds?: number
  /** Is told what happens, in a line. */
  readonly log?: (line: string) => void
}
`

const CODE = String.raw`
export async function stampAtStart(
  db: Kysely<any>,
  options: StampAtStartOptions = {},
): Promise<StampedAtStart> {
  if (db.isTransaction) {
    throw new Error('stampAtStart was called inside of a transaction: call it with the Kysely itself, before the migrator')
  }
  const plain = db.withoutPlugins()
  const log = options.log ?? (() => undefined)
  const until = Date.now() + (options.waitSeconds ?? 60) * 1000
  for (;;) {
    try {
      const found = await look(plain)
      if (found !== undefined) return found
      const { did, backup } = await stamp(plain)
      if (did !== 'stamped' && did !== 'already') throw new Error('the database did not say what it did')
      log(did === 'stamped' ? 'the baseline is marked as run in ' + LEDGER + '; its rows before are in ' + backup : 'the baseline was marked as run before')
      return did
    } catch (error) {
      const code = codeOf(error)
      if (!code.startsWith('RB')) throw failed(error, code)
      // Another instance may have done it meanwhile, and have run more since.
      const found = await look(plain).catch(() => undefined)
      if (found !== undefined) return found
      if (code !== '${REFUSALS.locked}' || Date.now() >= until) throw failed(error, code)
      // The statement itself has waited for the lock, so that nothing waits here.
      log(messageOf(error) + '; trying again')
    }
  }
}

/** What needs no lock: whoever is stamped already, or has run nothing, starts as if this file were not there. */
async function look(db: Kysely<any>): Promise<'fresh' | 'already' | undefined> {
  return db.transaction().execute(async (trx) => {
    // Nothing of another schema is called, and a role that may see some of the rows only gets an error.
    await sql.raw("select pg_catalog.set_config('search_path', '', true), pg_catalog.set_config('row_security', 'off', true)").execute(trx)
    const ledger = (await sql.raw<{ kind: string }>(FIND_LEDGER).execute(trx)).rows[0]
    if (ledger === undefined) return 'fresh'
    if (ledger.kind !== 'r') return undefined
    const rows = (await sql.raw<{ total: string; marked: string; archived: string }>(READ_LEDGER).execute(trx)).rows[0]
    if (rows?.total === '0') return 'fresh'
    return rows?.marked === MARKED && rows.archived === '0' ? 'already' : undefined
  })
}

/** A transaction of its own: what look() locks would stand in the way of two that stamp at once. */
async function stamp(db: Kysely<any>): Promise<{ did?: string; backup?: string }> {
  return db.transaction().execute(async (trx) => {
    await sql.raw('set transaction isolation level read committed, read write').execute(trx)
    await sql.raw('set local statement_timeout = 0').execute(trx)
    await sql.raw(STAMP).execute(trx)
    const { rows } = await sql.raw<{ did: string; backup: string }>(RESULT).execute(trx)
    return rows[0] ?? {}
  })
}

const RESULT = ${'`'}select r.said ->> 'did' as did, r.said ->> 'backup' as backup
from (select pg_catalog.current_setting('${RESULT_SETTING}', true)::pg_catalog.json as said) r${'`'}

/** The error that ends the start: what was found, and what to do. */
function failed(error: unknown, code: string): Error {
  const { detail, hint } = error as { detail?: unknown; hint?: unknown }
  const refused = code.startsWith('RB')
  const text = [
    'Could not mark the baseline as run in ' + LEDGER + ': ' + messageOf(error) + (code === '' ? '' : ' [' + code + ']'),
    ...(refused && typeof detail === 'string' ? [detail] : []),
    ...(refused && typeof hint === 'string' ? [hint] : []),
    refused ? 'Nothing was changed.' : 'Either all of it was done or nothing: start again, and it is looked at anew.',
  ].join('\n')
  return Object.assign(new Error(text), { code, cause: error })
}

/** The SQLSTATE, where Postgres said one; those that begin with RB are of the statement above. */
function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' ? code : ''
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
`
