import type { SideFacts } from '../../shared/api.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import type { Server } from '../postgres/engine.ts'
import type { OldSource, OldSide } from '../proof/old-side.ts'
import type { Side } from '../proof/read-side.ts'

/** The old side as the page names it. */
export function oldFacts(source: OldSource, side: OldSide, server: Server): SideFacts {
  if (source.from === 'database') return liveFacts(source.url, side)
  return {
    origin: `replayed from ${source.folder}`,
    host: server.url.host,
    database: 'scratch',
    serverVersion: side.model.server.version,
    live: false,
  }
}

/** A database that is in use. */
export function liveFacts(text: string, { model }: Side): SideFacts {
  const { host, database } = new DatabaseUrl(text)
  return {
    origin: 'live database',
    host,
    database,
    serverVersion: model.server.version,
    live: true,
  }
}

/** A database that was built from a baseline alone. */
export const rebuiltFacts = (folder: string, { model }: Side, server: Server): SideFacts => ({
  origin: `built from ${folder} alone`,
  host: server.url.host,
  database: 'scratch',
  serverVersion: model.server.version,
  live: false,
})
