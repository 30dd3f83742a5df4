import { startServer } from '../server/postgres/engine.ts'
import { DatabaseUrl } from '../server/postgres/redact.ts'
import { newRunId } from '../server/postgres/run-id.ts'
import { withConnection } from '../server/postgres/session.ts'

const NAME = 'JOURNEYS_SERVER_URL'

/** Starts one Postgres for all journeys that are not about a server of their own; what it gives ends it. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startServer({ runId: newRunId() })
  process.env[NAME] = server.url.reveal()
  return () => server.stop()
}

/** What the program is run with to use it; each run makes databases of its own there. */
export const onSharedServer = (): Readonly<Record<string, string>> => ({
  REBASELINE_SERVER_URL: urlOfShared(),
})

/** A new database on it, and what asks it as its owner. */
export async function databaseOnShared(name: string) {
  const ask = (url: DatabaseUrl, sql: string) =>
    withConnection(url, { runId: newRunId() }, (query) => query(sql))
  const server = new DatabaseUrl(urlOfShared())
  await ask(server, `create database ${name}`)
  const url = server.withDatabase(name)
  return { url, ask: (sql: string) => ask(url, sql) }
}

/** Names of the databases on it that runs made for that. */
export async function databasesOfShared(purpose: string): Promise<string[]> {
  const rows = await withConnection(
    new DatabaseUrl(urlOfShared()),
    { runId: newRunId() },
    (query) =>
      query(
        `select datname::text as name from pg_database where datname like 'rebaseline%${purpose}%'`,
      ),
  )
  return rows.map(({ name }) => String(name))
}

function urlOfShared(): string {
  const { [NAME]: url } = process.env
  if (!url) throw new Error('the shared server was not started')
  return url
}
