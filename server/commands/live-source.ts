import { driftOf, type Drift } from '../deployments/drift.ts'
import { readApplied } from '../export/applied.ts'
import type { Project } from '../project/project.ts'
import { inRun } from '../proof/workspace.ts'
import type { LiveSource } from '../workbench/live-database.ts'
import type { DriftFinding, DriftLook } from '../../shared/drift.ts'
import { blocks, type Finding } from '../../shared/finding.ts'
import { momentText } from '../../shared/moment-text.ts'
import { sentAddress } from '../../shared/object.ts'
import { summarize } from '../../shared/report.ts'
import type { CommandContext } from './command.ts'
import { standingLines } from './drift.ts'
import { UNEXPLAINED, withLiveRebuilt } from './drift-text.ts'
import { text } from './options.ts'
import { migrationsOf, proofOptionsOf, workspaceOptionsOf } from './sources.ts'
import { shownTarget, targetOf } from './target.ts'

/** The live database that an environment variable names; the page is only ever told which that is. */
export function liveSourceOf(context: CommandContext, project: Project): LiveSource {
  const variable = text(context.values, 'database-env') ?? 'DATABASE_URL'
  const target = () => targetOf({ 'database-env': variable })
  return {
    variable,
    place: () => shownTarget(target()),
    look: async ({ signal, progress }) => {
      const url = target()
      const { 'squash-to': _, ...values } = context.values
      const exported = await readApplied(project)
      const folders = exported ? [] : (project.more ?? [])
      const source = {
        ...migrationsOf([project.migrations, ...folders], values),
        ...(project.provider && { provider: project.provider }),
      }
      const live = { from: 'database', url: url.reveal() } as const
      const workspace = await workspaceOptionsOf(context, [source, live])
      // Rows of a live database are people's: the page reads none.
      const options = { ...proofOptionsOf(values, [source, live]), seed: 'none' } as const
      const drift = await inRun({ ...workspace, signal, onProgress: progress }, (run) =>
        driftOf(run, source, live.url, options),
      )
      const told = exported
        ? [
            `The folder holds the baseline that was exported on ${momentText(exported.journal.startedAt)}: that is what it is compared with, not the archived migrations.`,
          ]
        : []
      return lookOf(drift, shownTarget(url), told)
    },
  }
}

/** More on one screen nobody reads; the command lists them all. */
const MOST_FINDINGS = 300

function lookOf(drift: Drift, place: string, told: readonly string[]): DriftLook {
  const comparison = withLiveRebuilt(drift.comparison)
  const { findings } = comparison
  const sorted = [...findings.filter(blocks), ...findings.filter((each) => !blocks(each))]
  return {
    at: new Date().toISOString(),
    place,
    verdict: comparison.verdict,
    headline: UNEXPLAINED.headline(comparison),
    coverage: summarize(comparison).coverage,
    ledger: [...told, ...standingLines(drift)],
    isUnknown: (drift.standing?.unknown.length ?? 0) > 0,
    findings: sorted.slice(0, MOST_FINDINGS).map(sent),
    more: Math.max(0, findings.length - MOST_FINDINGS),
    notCompared: [...comparison.notCompared],
  }
}

const sent = (finding: Finding): DriftFinding => ({
  kind: finding.kind,
  address: sentAddress(finding.address),
  class: finding.class,
  blocks: blocks(finding),
  change: finding.change,
  attributes: finding.attributes.map(({ name, old, rebuilt }) => ({ name, old, rebuilt })),
  words: UNEXPLAINED.change(finding),
  note: finding.note ?? null,
})
