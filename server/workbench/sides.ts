import { relative } from 'node:path'
import { providerText } from '../history/provider-text.ts'
import type { SideFacts } from '../../shared/overview.ts'
import type { Server } from '../postgres/engine.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import type { OldSide } from '../proof/old-side.ts'
import type { MigrationsSource, Source } from '../proof/source.ts'
import type { Side } from '../proof/read-side.ts'
import { counted } from '../../shared/report.ts'

/** The old side as the page names it. */
export const oldFacts = (
  source: Source,
  side: OldSide,
  server: Server,
  project: string,
): SideFacts =>
  source.from === 'database'
    ? liveFacts(source.url, side)
    : scratchFacts(
        source.from === 'script'
          ? `loaded from ${source.file}`
          : `replayed from ${placeOf(source, project)}${lineOf(side)}`,
        side,
        server,
      )

const placeOf = ({ folder, more = [], provider }: MigrationsSource, project: string): string =>
  provider
    ? providerText({ ...provider, file: relative(project, provider.file) })
    : [folder, ...more].map((each) => relative(project, each)).join(' and ')

const lineOf = ({ migrations, whole }: OldSide): string =>
  whole
    ? ` up to ${migrations.at(-1)}, the squash line; ${counted(whole.names.length, 'later file')} from ${whole.names[0]} on, which ${whole.names.length === 1 ? 'runs' : 'run'} after it`
    : ''

/** A database that was built from a baseline alone. */
export const rebuiltFacts = (folder: string, side: Side, server: Server): SideFacts =>
  scratchFacts(`built from ${folder} alone`, side, server)

/** A database that is in use. */
export function liveFacts(text: string, { model }: Side): SideFacts {
  const { host, database } = new DatabaseUrl(text)
  const { version } = model.server
  return { origin: 'live database', host, database, serverVersion: version, live: true }
}

const scratchFacts = (origin: string, { model }: Side, { url }: Server): SideFacts => ({
  origin,
  host: url.host,
  database: 'scratch',
  serverVersion: model.server.version,
  live: false,
})
