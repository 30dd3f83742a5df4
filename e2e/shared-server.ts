import { startServer } from '../server/postgres/engine.ts'
import { newRunId } from '../server/postgres/run-id.ts'

const NAME = 'JOURNEYS_SERVER_URL'

/** Starts one Postgres for all journeys that are not about a server of their own; what it gives ends it. */
export default async function setup(): Promise<() => Promise<void>> {
  const server = await startServer({ runId: newRunId() })
  process.env[NAME] = server.url.reveal()
  return () => server.stop()
}

/** What the program is run with to use it; each run makes databases of its own there. */
export function onSharedServer(): Readonly<Record<string, string>> {
  const { [NAME]: url } = process.env
  if (!url) throw new Error('the shared server was not started')
  return { REBASELINE_SERVER_URL: url }
}
