import type { Ledger } from '../catalog/fragments.ts'
import { RebaselineError } from '../errors.ts'
import { literal, qualified } from '../kinds/sql.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { readOnly } from '../postgres/session.ts'
import { isRefused } from '../query-failed.ts'

/** Names of the migrations that a database has run, null for a row without one, in the order it ran them; null where it has no ledger of that name. */
export const readLiveLedger = (
  url: DatabaseUrl,
  { table, schema }: Ledger,
  runId: string,
): Promise<readonly (string | null)[] | null> =>
  readOnly(url, { runId, connections: 1 }, async (query) => {
    const [found] = await query(`
      select c.relkind::pg_catalog.text as kind
      from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${literal(schema)} and c.relname = ${literal(table)} and c.relkind <> all ('{i,I,S,c}')`)
    if (!found) return null
    const unreadable = (happened: string): RebaselineError =>
      new RebaselineError('ledger-unreadable', {
        doing: `read in ${qualified([schema, table])} which migrations ${url.host}:${url.port}/${url.database} has run`,
        happened,
      })
    const other = NO_TABLES[String(found['kind'])]
    if (other !== undefined) throw unreadable(`it is ${other}, not a table`)
    const rows = await query(
      `select l.name::pg_catalog.text as name from ${qualified([schema, table])} l
       order by l."timestamp"::pg_catalog.text collate "C", l.name::pg_catalog.text collate "C"`,
    ).catch((error: unknown) => {
      if (!isRefused(error)) throw error
      throw unreadable(error.message)
    })
    return rows.map(({ name }) => (name === null ? null : String(name)))
  })

/** What is asked runs what others wrote, or is stored elsewhere. */
const NO_TABLES: Readonly<Record<string, string>> = {
  v: 'a view',
  m: 'a materialized view',
  f: 'a foreign table',
}
