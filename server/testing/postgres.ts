import { inject } from 'vitest'
import type { Server } from '../postgres/engine.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { dropSubscriptions, HAS_SUBSCRIPTIONS } from '../postgres/subscriptions.ts'
import type { TestMajor } from './servers.ts'

const servers = new Map<TestMajor, Server>()

/** A running server of that major, with nothing on it; no other file has it at the same time. */
export function testServer(major: TestMajor): Server {
  const known = servers.get(major)
  if (known) return known
  const ours = inject('servers').filter((server) => server.major === major)
  const found = ours[Number(process.env['VITEST_POOL_ID']) % ours.length]
  if (!found) throw new Error(`no server ${major} was started for the tests`)
  const server: Server = {
    url: new DatabaseUrl(found.url),
    major,
    runId: newRunId(),
    remoteScratch: 'allowed',
    kind: 'embedded',
    beforeStop: new Set(),
    ended: async () => undefined,
    stop: async () => {},
  }
  servers.set(major, server)
  return server
}

/** An empty database, dropped after the tests of the file. */
export const testDatabase = (server: Server): Promise<ScratchDatabase> =>
  createScratch(server, { runId: server.runId, purpose: 'test' })

/** Takes away whatever the tests of a file left on the servers, for the next file. */
export async function emptyServers(): Promise<void> {
  for (const server of servers.values()) {
    for (const action of [...server.beforeStop].reverse()) await action()
    await withConnection(server.url, server, async (query) => {
      const subscribing = await query(
        `select datname as name from pg_database d where ${HAS_SUBSCRIPTIONS}`,
      )
      for (const { name } of subscribing) await dropSubscriptions(server, String(name))
      const left = await query(
        `select format('drop database %I (force)', datname) as sql from pg_database
          where datname not in ('postgres', 'template0', 'template1')
         union all
         select format('drop role %I', rolname) from pg_roles where oid >= 16384`,
      )
      for (const { sql } of left) await query(String(sql))
    })
  }
  servers.clear()
}
