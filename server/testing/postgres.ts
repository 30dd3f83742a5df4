import { afterAll } from 'vitest'
import { startServer, type Server } from '../postgres/engine.ts'
import { newRunId } from '../postgres/run-id.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'

const servers = new Map<number, Promise<Server>>()
const databases: ScratchDatabase[] = []

/** A running server of that major, shared by the tests of one file and stopped after them. */
export function testServer(major: 15 | 18): Promise<Server> {
  const known = servers.get(major)
  if (known) return known
  // Fetched, not installed: so that every machine tests the same 15.
  const starting = startServer({ major, runId: newRunId(), prefer: 'fetched' })
  servers.set(major, starting)
  return starting
}

/** An empty database, dropped after the tests of the file. */
export async function testDatabase(server: Server): Promise<ScratchDatabase> {
  const database = await createScratch(server, { runId: server.runId, purpose: 'test' })
  databases.push(database)
  return database
}

afterAll(async () => {
  await Promise.all(databases.splice(0).map((database) => database.drop()))
  const running = await Promise.allSettled(servers.values())
  servers.clear()
  await Promise.all(running.map((start) => start.status === 'fulfilled' && start.value.stop()))
}, 60_000)
