import { literal } from '../kinds/sql.ts'
import { applicationName } from '../postgres/connect.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { inOwnNames } from '../postgres/session.ts'

/** Connections of the migrations, told from our own ones to the same database. */
export const migrationApplicationName = (runId: string): string =>
  `${applicationName(runId)}/migrations`

const backends = (database: DatabaseUrl, runId: string): string =>
  `from pg_catalog.pg_stat_activity
    where datname = ${literal(database.database)}
      and application_name = ${literal(migrationApplicationName(runId))}`

/** Connects once, so that a wrong URL is told as such, and says whether the connection was encrypted. */
export function probe(database: DatabaseUrl, runId: string): Promise<{ ssl: boolean }> {
  return inOwnNames(database, { runId }, async (query) => {
    const rows = await query(
      'select ssl from pg_catalog.pg_stat_ssl where pid = pg_catalog.pg_backend_pid()',
    )
    return { ssl: rows[0]?.['ssl'] === true }
  })
}

/** The statement that a migration which doesn't end waits for, if it waits for one. */
export async function runningStatement(
  database: DatabaseUrl,
  runId: string,
): Promise<string | null> {
  try {
    return await inOwnNames(database, { runId }, async (query) => {
      const rows = await query(
        `select query ${backends(database, runId)} and state = 'active' order by query_start limit 1`,
      )
      return rows[0] === undefined ? null : String(rows[0]['query'])
    })
  } catch {
    return null
  }
}

/** Ends what a killed process left running on the server, and waits until it is gone. */
export async function endMigrationBackends(database: DatabaseUrl, runId: string): Promise<void> {
  await inOwnNames(database, { runId }, (query) =>
    query(`select pg_catalog.pg_terminate_backend(pid, 5000) ${backends(database, runId)}`),
  )
}
