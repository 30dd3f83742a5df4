import type { Ledger } from '../catalog/fragments.ts'
import { ident, literal, notMember, qualified, userSchema } from '../kinds/sql.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { readOnly, type Query, type Row } from '../postgres/session.ts'
import { isRefused } from '../query-failed.ts'
import type { LedgerRow } from './ledger-state.ts'
import { MIGRATOR_LOCK } from './ledger-steps.ts'

/** A table with the name of the ledger, in whatever schema; with its rows, or why they can't be read. */
export type FoundLedger = {
  readonly schema: string
  readonly table: string
} & (
  | {
      readonly rows: readonly LedgerRow[]
      /** Types of its two columns, as SQL writes them. */
      readonly types: { readonly name: string; readonly timestamp: string }
    }
  | { readonly unreadable: string }
)

/** What a deployment says of itself, in one snapshot. */
export interface LiveFacts {
  readonly version: string
  readonly major: number
  /** Why nothing can be written there; null where it can. */
  readonly unwritable: 'replica' | 'read-only' | null
  /** Sessions that hold the lock of Kysely's migrator. */
  readonly migrators: readonly { readonly process: number; readonly application: string }[]
  /** Schemas in which the role finds a name without one, the first one first. */
  readonly path: readonly string[]
  /** Tables, views and sequences but for the ledger's own and those of extensions. */
  readonly relations: number
  /** The server's clock. */
  readonly now: Date
  readonly ledgers: readonly FoundLedger[]
}

/** Reads them, and what else is asked for in the same snapshot; nothing is written. */
export const readLiveFacts = <T>(
  url: DatabaseUrl,
  { table, lockTable }: Pick<Ledger, 'table' | 'lockTable'>,
  runId: string,
  also: (query: Query, facts: LiveFacts) => Promise<T>,
): Promise<readonly [LiveFacts, T]> =>
  readOnly(url, { runId, connections: 1 }, async (query, { version, major }) => {
    const path = await ownPath(query)
    const [server] = await query(`
      select pg_catalog.pg_is_in_recovery() as replica, pg_catalog.clock_timestamp()::pg_catalog.text as now,
        (select pg_catalog.count(*)::pg_catalog.int4 from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
          where c.relkind = any ('{r,p,v,m,S,f}') and ${userSchema('n')} and c.relname <> all (array[${literal(table)}, ${literal(lockTable)}])
            and ${notMember('pg_class', 'c.oid')}) as relations,
        (select s.reset_val from pg_catalog.pg_settings s where s.name = 'default_transaction_read_only') as readonly`)
    const unwritable =
      server?.['replica'] === true ? 'replica' : server?.['readonly'] === 'on' ? 'read-only' : null
    const facts: LiveFacts = {
      version,
      major,
      unwritable,
      path,
      relations: Number(server?.['relations']),
      now: new Date(String(server?.['now'])),
      migrators: await migratorsOn(query),
      ledgers: await ledgersNamed(query, table),
    }
    return [facts, await also(query, facts)] as const
  })

/** The search_path that a session of this role begins with, as far as its schemas are there. */
async function ownPath(query: Query): Promise<readonly string[]> {
  await query(`select pg_catalog.set_config('search_path',
    (select s.reset_val from pg_catalog.pg_settings s where s.name = 'search_path'), true)`)
  const [row] = await query('select pg_catalog.current_schemas(false)::pg_catalog.text[] as path')
  await query(`set local search_path = ''`)
  return (row?.['path'] as string[] | undefined) ?? []
}

async function migratorsOn(query: Query): Promise<LiveFacts['migrators']> {
  const rows = await query(`
    select l.pid as process, coalesce(a.application_name, '') as application
    from pg_catalog.pg_locks l left join pg_catalog.pg_stat_activity a on a.pid = l.pid
    where l.locktype = 'advisory' and l.granted and l.objsubid = 1
      and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
      and l.classid::pg_catalog.int8 = ${MIGRATOR_LOCK} >> 32 and l.objid::pg_catalog.int8 = ${MIGRATOR_LOCK} & 4294967295
    order by l.pid`)
  return rows.map(({ process, application }) => ({
    process: Number(process),
    application: String(application),
  }))
}

async function ledgersNamed(query: Query, table: string): Promise<readonly FoundLedger[]> {
  const type = (column: string): string => `(
      select case when n.nspname = 'pg_catalog' then pg_catalog.format_type(a.atttypid, a.atttypmod) else 'text' end
      from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid join pg_catalog.pg_namespace n on n.oid = t.typnamespace
      where a.attrelid = c.oid and a.attname = '${column}' and a.attnum > 0 and not a.attisdropped)`
  const found = await query(`
    select n.nspname::pg_catalog.text as schema, c.relkind::pg_catalog.text as kind, ${type('name')} as name, ${type('timestamp')} as timestamp
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relname = ${literal(table)} and c.relkind <> all ('{i,I,S,c,t}') and n.nspname !~ '^pg_(temp|toast)'
    order by n.nspname collate "C"`)
  const ledgers: FoundLedger[] = []
  for (const row of found) ledgers.push(await readLedger(query, table, row))
  return ledgers
}

async function readLedger(query: Query, table: string, found: Row): Promise<FoundLedger> {
  const { schema, kind, name, timestamp } = found as Record<string, string | null>
  const place = { schema: schema ?? '', table }
  // What is asked of anything else runs what others wrote, or is stored elsewhere.
  if (kind !== 'r' && kind !== 'p') return { ...place, unreadable: 'it is no table' }
  if (name === null || name === undefined || timestamp === null || timestamp === undefined) {
    return { ...place, unreadable: 'it lacks a column name or timestamp' }
  }
  try {
    // Not sorted: of rows of one moment Kysely takes the first that it is given.
    const rows = await query(
      `select l.${ident('name')}::pg_catalog.text as name, l.${ident('timestamp')}::pg_catalog.text as timestamp
       from ${qualified([place.schema, table])} l`,
    )
    return { ...place, types: { name, timestamp }, rows: rows as unknown as LedgerRow[] }
  } catch (error) {
    if (!isRefused(error)) throw error
    return { ...place, unreadable: error.happened }
  }
}
