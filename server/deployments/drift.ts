import type { MigrationFile } from '../history/folder.ts'
import { findRunning } from '../history/several-folders.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import type { CompareOptions } from '../proof/compare-sides.ts'
import { compareSources } from '../proof/compare-sources.ts'
import { providedNames } from '../proof/provided-names.ts'
import type { MigrationsSource } from '../proof/source.ts'
import type { Run } from '../proof/workspace.ts'
import type { Comparison } from '../../shared/finding.ts'
import type { HistoryFinding } from '../../shared/history.ts'
import { attributionOf } from './attribution.ts'
import { otherBodies } from './other-bodies.ts'
import { readLiveLedger } from './live-ledger.ts'
import { standingOf, type Standing } from './standing.ts'

/** What a live database holds that a history does not explain, and the reverse. */
export interface Drift {
  /** What its ledger says; null where it has none. */
  readonly standing: Standing | null
  /** Old is what the migrations build that it has run, or all where its ledger names none of them; rebuilt is the live database. */
  readonly comparison: Comparison
  /** Migrations of which could not be read what they did. */
  readonly untold: readonly string[]
  /** Migrations that it has run, and whose text was evidently another one then, unless somebody changed it since. */
  readonly otherBodies: readonly HistoryFinding[]
}

/** Replays what a live database says it has run, and compares that with it; it is only read. */
export async function driftOf(
  run: Run,
  source: MigrationsSource,
  url: string,
  options: Pick<CompareOptions, 'ledger' | 'seed'>,
): Promise<Drift> {
  const files = await filesOf(run, source)
  run.progress('Reading which migrations the live database has run (read only)')
  const ran = await readLiveLedger(new DatabaseUrl(url), options.ledger, run.runId)
  const standing = ran && standingOf(files, ran)
  const old = { ...source, ...chosenOf(standing), effects: 'told' } as const
  const { comparison, history } = await compareSources(run, old, { from: 'database', url }, options)
  if (!history) throw new Error('what a replay did was asked for, and is not there')
  const attribution = attributionOf(history.migrations)
  return {
    standing,
    otherBodies: otherBodies(
      history.migrations,
      new Set(standing?.executed.map(({ name }) => name)),
      comparison.findings,
      attribution,
    ),
    untold: history.migrations.filter(({ effects }) => !effects).map(({ name }) => name),
    comparison: {
      ...comparison,
      findings: comparison.findings.map((finding) => {
        const note = [finding.note, attribution(finding)?.text].filter(Boolean).join('. ')
        return note === '' ? finding : { ...finding, note }
      }),
    },
  }
}

/** The migrations of a folder, or what a provider gives, in Kysely's order. */
export async function filesOf(
  run: Run,
  source: MigrationsSource,
): Promise<readonly MigrationFile[]> {
  const { provider } = source
  if (!provider) return (await findRunning(source.folder, source.more)).files
  return (await providedNames(await run.workspace(), { ...source, provider })).map((name) => ({
    name,
    file: name,
  }))
}

/** Of a database that has run none of them, or says nothing, it is asked how it stands to all. */
function chosenOf(standing: Standing | null): Pick<MigrationsSource, 'chosen'> {
  if (!standing || standing.executed.length === 0 || standing.pending.length === 0) return {}
  const only = standing.executed.map(({ file }) => file)
  return { chosen: { only, namedBy: 'the ledger' } }
}
