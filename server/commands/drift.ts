import { driftOf, type Drift } from '../deployments/drift.ts'
import { inRun } from '../proof/workspace.ts'
import { counted } from '../../shared/report.ts'
import { SCRATCH_OPTIONS, type Command, type ExitCode } from './command.ts'
import { conclude } from './conclude.ts'
import { UNEXPLAINED, withLiveRebuilt } from './drift-text.ts'
import { lookAt, proofOptionsOf, replayedOf, workspaceOptionsOf } from './sources.ts'
import { shownTarget, targetOf } from './target.ts'
import { visible } from './visible.ts'

/** Says what a live database holds that its migrations do not explain, and the reverse. */
export const driftCommand: Command = {
  name: 'drift',
  positionals: [],
  about: 'Say what a live database holds that no migration explains, and the reverse.',
  example: 'rebaseline drift --migrations migrations --database-env DATABASE_URL',
  guesses: true,
  options: [
    'migrations',
    'provider',
    'database',
    'database-env',
    'seed',
    'seed-except',
    'summary',
    ...SCRATCH_OPTIONS,
  ],
  words: {
    migrations: 'the folder whose migrations the database has run',
    database: 'the live database, which is only read',
  },
  exits:
    'Exit codes: 0 explained: equal or acceptable, whatever is still to run; 1 something is not explained, or the ledger names what no file has; 2 could not tell.',
  async run(context) {
    const { values, json, print, tell } = context
    const source = replayedOf(values)
    const url = targetOf(values)
    tell(visible(`The live database ${shownTarget(url)}`))
    await lookAt(source, context)
    const live = { from: 'database', url: url.reveal() } as const
    const workspace = await workspaceOptionsOf(context, [source, live])
    const options = proofOptionsOf(values, [source, live])
    const drift = await inRun(workspace, (run) => driftOf(run, source, live.url, options))
    if (!json) print(standingLines(drift).join('\n'))
    const { comparison, standing, untold, otherBodies } = drift
    const said = withLiveRebuilt(comparison)
    const code = conclude(said, context, { ledger: standing, untold, otherBodies }, UNEXPLAINED)
    return code === 0 ? ledgerExit(drift) : code
  },
}

const ledgerExit = ({ standing }: Drift): ExitCode =>
  standing !== null && standing.unknown.length > 0 ? 1 : 0

/** What its ledger says of the folder, in a line each. */
export function standingLines({ standing, untold, otherBodies }: Drift): string[] {
  const told = [
    ...(untold.length === 0 ? [] : [`Could not tell what these did: ${untold.join(', ')}`]),
    ...otherBodies.map(({ text }) => text),
  ]
  if (!standing) {
    return [
      'The live database has no ledger of Kysely: it is compared with all migrations.',
      ...told,
    ].map(visible)
  }
  const { executed, pending, unknown, passed, reordered } = standing
  const all = executed.length + pending.length
  return [
    executed.length === 0
      ? `The ledger of the live database names none of the ${counted(all, 'migration')}: it is compared with all of them.`
      : `The live database has run ${executed.length === all ? 'all' : `${executed.length} of`} ${counted(all, 'migration')}, and is compared with those.`,
    ...listed(
      'Still to run',
      pending.map(({ name }) => name),
    ),
    ...listed('Still to run, though later ones have run', passed),
    ...listed('It has run these, and no file has their names', unknown),
    ...(reordered ? ['It has run them in another order than the folder has now.'] : []),
    ...told,
  ].map(visible)
}

const listed = (what: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${what}: ${names.join(', ')}`]
