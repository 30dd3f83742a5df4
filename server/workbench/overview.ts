import { hashText } from '../project/inputs.ts'
import type { ComparedRun } from '../project/run.ts'
import { blocks, DIFFERENCE_CLASSES, type DifferenceClass } from '../../shared/finding.ts'
import type { History } from '../../shared/history.ts'
import type { Job } from '../../shared/job.ts'
import type { InterruptedExport, Overview, Result, StandingExport } from '../../shared/overview.ts'
import { shownOf } from '../../shared/planted.ts'
import { counted, summarize } from '../../shared/report.ts'
import type { Standing, Way } from './way.ts'

/** How the last comparison stands, whether the review has approved it, and whether it was exported. */
export interface Reviewed extends Standing {
  /** Whether the project has no configuration, and one can be written from here. */
  readonly configurable: boolean
  /** How much is left to state before an export; null where that can't be told yet. */
  readonly left: { readonly refusals: number; readonly classes: number } | null
  readonly exported: StandingExport | null
  readonly interrupted: InterruptedExport | null
  /** Number of a later comparison that another dashboard made. */
  readonly elsewhere: number | null
  /** How the files of the review look. */
  readonly looks: string
}

/** Where everything stands, and the one next step. */
export function overviewOf(
  { way, name, id, notice }: Way,
  run: ComparedRun | null,
  job: Job | null,
  standing: Reviewed,
): Overview {
  return {
    project: name,
    id,
    way,
    configurable: standing.configurable,
    run: run?.number ?? 0,
    elsewhere: standing.elsewhere,
    result: run && resultOf(run),
    history: run?.history ? countsOf(run.history) : null,
    job,
    revisions: standing.revisions,
    exported: standing.exported,
    interrupted: standing.interrupted,
    moment: momentOf(run, standing),
    unwritable: standing.unwritable,
    next: nextStep(way, run, job, standing),
    notice: [...notice],
  }
}

/** All that the checklist and the plan of the export go by, but for the files that the plan itself looks at. */
const momentOf = (
  run: ComparedRun | null,
  { moment, looks, elsewhere, exported, interrupted }: Reviewed,
): string =>
  hashText(JSON.stringify([run?.number, moment, looks, elsewhere, exported, interrupted]))

const countsOf = ({ migrations, findings }: History): Overview['history'] => ({
  migrations: migrations.length,
  notKnown: migrations.filter(({ effects }) => effects === null).length,
  findings: findings.length,
})

function resultOf(run: ComparedRun): Result {
  const { comparison, sides, proofs, planted, finishedAt, note } = run
  const { verdict, headline, coverage } = summarize(comparison)
  const classes = Object.keys(DIFFERENCE_CLASSES) as DifferenceClass[]
  return {
    verdict,
    headline,
    coverage,
    sides: { old: { ...sides.old }, rebuilt: { ...sides.rebuilt } },
    counts: { ...comparison.counts },
    classes: classes.flatMap((name) => {
      const count = comparison.findings.filter((finding) => finding.class === name).length
      return count === 0 ? [] : [{ class: name, count, ...DIFFERENCE_CLASSES[name] }]
    }),
    notCompared: [...comparison.notCompared],
    proofs: [...proofs],
    planted: planted ? shownOf(planted) : null,
    finishedAt,
    note: note ?? null,
  }
}

/** What to do now: one thing, and where. */
function nextStep(
  way: Overview['way'],
  run: ComparedRun | null,
  job: Job | null,
  { changed, left, exported, interrupted, elsewhere }: Reviewed,
): Overview['next'] {
  if (job?.state === 'running')
    return { text: 'Wait for the run, or cancel it', screen: 'overview' }
  if (way === 'first-run') return { text: 'Say where the migrations are', screen: 'overview' }
  // Half a folder may stand there: whatever else is to be done would go by that.
  if (interrupted) {
    const text =
      interrupted.state === 'applying'
        ? 'Finish the export that was interrupted, or take it back'
        : 'Finish taking the export back, which was interrupted'
    return { text, screen: 'export' }
  }
  if (job?.state === 'failed' && job.kind === 'drift') {
    return { text: 'Read why the live database could not be looked at', screen: 'deployments' }
  }
  if (job?.state === 'failed') {
    return { text: 'Read why the run failed, then start it again', screen: 'overview' }
  }
  if (exported?.changed.length === 0) {
    const text =
      exported.kept === 'by git'
        ? 'Commit the export with git, then move the deployments over'
        : 'Move the deployments over to the exported baseline'
    return { text, screen: 'export' }
  }
  if (!run) return { text: 'Start the first run', screen: 'overview' }
  if (changed.length > 0) {
    return { text: `Verify again: ${changed.join(' and ')} changed since`, screen: 'baseline' }
  }
  if (elsewhere !== null) {
    const text = `Verify again: another dashboard of this project made run ${elsewhere} since`
    return { text, screen: 'overview' }
  }
  const { verdict } = summarize(run.comparison)
  if (verdict === 'unknown') {
    return { text: 'Find out why nothing could be compared', screen: 'overview' }
  }
  const { findings } = run.comparison
  const blocking = findings.filter(blocks).length
  if (blocking > 0) {
    const that = blocking === 1 ? 'that blocks' : 'that block'
    return { text: `Work through ${counted(blocking, 'difference')} ${that}`, screen: 'compare' }
  }
  if (way === 'databases') {
    return findings.length === 0
      ? { text: 'Nothing: both databases are the same', screen: 'overview' }
      : { text: `Look at ${counted(findings.length, 'acceptable difference')}`, screen: 'compare' }
  }
  if (left?.refusals === 0) {
    const text = exported
      ? 'Take the export back, then export what is approved now'
      : 'Export the approved baseline'
    return { text, screen: 'export' }
  }
  const classes = left?.classes ?? 0
  return classes === 0
    ? { text: 'Sign the checklist', screen: 'checklist' }
    : {
        text: `Acknowledge ${counted(classes, 'class')} of acceptable differences and sign the checklist`,
        screen: 'checklist',
      }
}
