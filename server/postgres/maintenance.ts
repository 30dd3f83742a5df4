import { connect, type Connection } from './connect.ts'
import type { Server } from './engine.ts'
import { withConnection, type Query } from './session.ts'

const idle = new WeakMap<Server, Map<string, Connection[]>>()

/**
 * Sends statements to a server's maintenance database, each in a transaction of its own. Connections to a server of ours
 * are kept for the next time; to somebody else's none stays open.
 */
export async function maintain<T>(
  server: Server,
  runId: string,
  work: (query: Query) => Promise<T>,
): Promise<T> {
  if (server.kind === 'foreign') return withConnection(server.url, { runId }, work)
  const free = freeOf(server, runId)
  const connection = (await firstAlive(free)) ?? (await connect(server.url, runId))
  try {
    const result = await work(async (sql) => (await connection.send(sql)).at(-1) ?? [])
    free.push(connection)
    return result
  } catch (error) {
    await connection.close()
    throw error
  }
}

function freeOf(server: Server, runId: string): Connection[] {
  const ofServer = idle.get(server) ?? new Map<string, Connection[]>()
  idle.set(server, ofServer)
  const known = ofServer.get(runId)
  if (known) return known
  const free: Connection[] = []
  ofServer.set(runId, free)
  server.beforeStop.add(async () => {
    await Promise.all(free.splice(0).map((connection) => connection.close()))
  })
  return free
}

/** A run that is called off ends its connections, also those that nobody uses. */
async function firstAlive(free: Connection[]): Promise<Connection | undefined> {
  for (let connection = free.pop(); connection; connection = free.pop()) {
    try {
      await connection.send('select 1')
      return connection
    } catch {
      await connection.close()
    }
  }
  return undefined
}
