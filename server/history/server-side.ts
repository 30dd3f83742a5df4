import { literal } from '../kinds/sql.ts'
import { applicationName } from '../postgres/connect.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import type { Server } from '../postgres/engine.ts'
import { maintain } from '../postgres/maintenance.ts'
import { inOwnNames, inPlainNames, withConnection, type Query } from '../postgres/session.ts'

/** Connections of the migrations, told from our own ones to the same database. */
export const migrationApplicationName = (runId: string): string =>
  `${applicationName(runId)}/migrations`

const backends = (database: DatabaseUrl, runId: string): string =>
  `from pg_catalog.pg_stat_activity
    where datname = ${literal(database.database)}
      and application_name = ${literal(migrationApplicationName(runId))}`

/** Where the migrations of a run are, and who runs them. */
interface Place {
  readonly database: DatabaseUrl
  readonly runId: string
  /** The server of that database, where it is one of ours: it needs no new connection to be asked. */
  readonly server?: Server | undefined
}

const isOurs = (server: Server | undefined): server is Server =>
  server !== undefined && server.kind !== 'foreign'

/** Connects once, so that a wrong URL is told as such, and says whether the connection was encrypted. */
export async function probe({ database, runId, server }: Place): Promise<{ ssl: boolean }> {
  if (isOurs(server)) return { ssl: false }
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
export async function endMigrationBackends({ database, runId, server }: Place): Promise<void> {
  const end = (query: Query): Promise<unknown> =>
    query(
      inPlainNames(
        `select pg_catalog.pg_terminate_backend(pid, 5000) ${backends(database, runId)}`,
      ),
    )
  await (isOurs(server) ? maintain(server, runId, end) : withConnection(database, { runId }, end))
}
