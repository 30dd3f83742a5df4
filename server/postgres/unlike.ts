import { randomBytes } from 'node:crypto'
import { ident, literal } from '../kinds/sql.ts'
import type { Server } from './engine.ts'
import { maintain } from './maintenance.ts'
import { DatabaseUrl } from './redact.ts'
import { dropRoles } from './roles.ts'

/** A server as one of its superusers sees it, and what ends that. */
export interface Seen {
  readonly server: Server
  readonly end: () => Promise<void>
}

/**
 * A server of ours, seen by a role that none of these names: what is built by one of them belongs to it, and so does what
 * is given to it, and nobody could tell the two apart. On somebody else's server no role is made.
 */
export async function unlike(server: Server, named: readonly string[]): Promise<Seen> {
  if (server.kind === 'foreign' || !named.includes(server.url.user)) {
    return { server, end: async () => {} }
  }
  const role = `rebaseline_${randomBytes(6).toString('hex')}`
  const password = randomBytes(24).toString('base64url')
  await maintain(server, server.runId, (query) =>
    query(`create role ${ident(role)} superuser login password ${literal(password)}`),
  )
  const url = new URL(server.url.reveal())
  url.username = role
  url.password = password
  return {
    server: { ...server, url: new DatabaseUrl(url.href) },
    end: () => dropRoles(server, [role]),
  }
}
