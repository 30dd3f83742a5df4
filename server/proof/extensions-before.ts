import { dumpedExtensions, type DumpedExtension } from '../history/dumped-extensions.ts'
import type { ExtensionsBefore } from '../history/findings/environment.ts'
import { ident } from '../kinds/sql.ts'
import type { Server } from '../postgres/engine.ts'
import type { ScratchDatabase } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { describeAddress, type Model } from '../../shared/model.ts'
import type { Side } from './read-side.ts'
import { differingText, onlyInTrial, tryBuild, type UsualBuilds } from './trial.ts'

/** What came of a build where extensions are there before the first migration, and those that can't be. */
export interface ExtensionsTrial {
  readonly extensionsBefore: ExtensionsBefore
  readonly untried: readonly string[]
}

/**
 * A dump names what a real database has, whoever made it there; what no migration makes is missing in the usual builds, so
 * the folder is built once more where it is there before.
 */
export async function tryExtensionsBefore(
  { project, migrations }: { readonly project: string; readonly migrations: string },
  usual: UsualBuilds,
  server: Server,
  build: (prepare: (database: ScratchDatabase) => Promise<void>) => Promise<Side>,
): Promise<ExtensionsTrial> {
  const made = extensionsOf(usual.first.model)
  const lacking = dumpedExtensions(project, migrations).filter(({ name }) => !made.has(name))
  if (lacking.length === 0) return { extensionsBefore: null, untried: [] }
  if (server.kind === 'foreign') {
    return { extensionsBefore: null, untried: lacking.map((each) => untried(each, NOT_OURS)) }
  }
  const available = await availableOn(server)
  const isHad = ({ name, schema }: DumpedExtension): boolean =>
    available.has(name) && USUAL_SCHEMAS.has(schema)
  const had = lacking.filter(isHad)
  const notHad = lacking
    .filter((each) => !isHad(each))
    .map((each) => untried(each, available.has(each.name) ? OTHER_SCHEMA : NOT_AVAILABLE))
  if (had.length === 0) return { extensionsBefore: null, untried: notHad }
  const trial = await tryBuild(() =>
    build(({ url }) =>
      withConnection(url, server, async (query) => {
        for (const { name, schema } of had) {
          await query(
            `create extension if not exists ${ident(name)} schema ${ident(schema)} cascade`,
          )
        }
      }),
    ),
  )
  const about = { names: had.map(({ name }) => name), files: filesOf(had) }
  if (trial.outcome === 'failed') {
    return { extensionsBefore: { ...about, ...trial }, untried: notHad }
  }
  const before = extensionsOf(trial.side.model)
  const found = onlyInTrial(usual, trial.side)
    .filter(({ address }) => {
      const isAbout = /\bextension$/.test(address.type)
      return !isAbout || made.has(address.names[0] ?? '') || !before.has(address.names[0] ?? '')
    })
    .map((finding) => ({
      address: finding.address,
      change: finding.change,
      text:
        finding.change === 'changed' || finding.change === 'renamed'
          ? `${differingText([finding])} differs`
          : describeAddress(finding.address),
    }))
  return { extensionsBefore: { ...about, outcome: 'built', found }, untried: notHad }
}

const extensionsOf = ({ objects }: Model): ReadonlySet<string> =>
  new Set(
    [...objects.values()].flatMap(({ kind, address }) =>
      kind === 'extension' ? [address.names[0] ?? ''] : [],
    ),
  )

const filesOf = (all: readonly DumpedExtension[]): string[] => [
  ...new Set(all.map(({ file }) => file)),
]

const USUAL_SCHEMAS: ReadonlySet<string> = new Set(['public', 'pg_catalog'])

const NOT_OURS =
  'it needs a server that Rebaseline starts itself, and this one was named (--server, or REBASELINE_SERVER_URL)'
const NOT_AVAILABLE = 'the server that Rebaseline starts does not have it'
const OTHER_SCHEMA = 'the schema that the dump has it in is not there before the first migration'

const untried = ({ name, file }: DumpedExtension, why: string): string =>
  `a build where the extension ${name}, which ${file} names, is there before the first migration: ${why}`

async function availableOn(server: Server): Promise<ReadonlySet<string>> {
  const rows = await withConnection(server.url, server, (query) =>
    query('select name from pg_catalog.pg_available_extensions'),
  )
  return new Set(rows.map((row) => String(row['name'])))
}
