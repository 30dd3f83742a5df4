import type { Checklist } from '../../../shared/checklist.ts'
import type { Overview, Screen } from '../../../shared/overview.ts'
import { counted, formatNumber } from '../../../shared/report.ts'
import type { Tone } from '../../lib/look.ts'
import { momentText } from '../../../shared/moment-text.ts'
import { revisionText } from '../../lib/revision-text.ts'

/** One step of the work as the rail shows it. */
export interface Step {
  readonly screen: Screen
  readonly tone: Tone | undefined
  /** Where it stands, in a few words. */
  readonly state: string
}

const OFF = 'needs a project with migrations'

/** The steps from first look to export, each with its state. */
export const stepsOf = (overview: Overview, checklist: Checklist | undefined): readonly Step[] => [
  { screen: 'overview', ...overviewState(overview) },
  { screen: 'history', ...historyState(overview) },
  { screen: 'compare', ...compareState(overview) },
  { screen: 'baseline', ...baselineState(overview) },
  { screen: 'checklist', ...checklistState(overview, checklist) },
  { screen: 'export', ...exportState(overview, checklist) },
  { screen: 'deployments', ...deploymentsState(overview) },
]

type State = Omit<Step, 'screen'>

const none = (state: string): State => ({ tone: undefined, state })

function overviewState({ way, job, result, run }: Overview): State {
  if (way === 'first-run') return none('asks where the migrations are')
  const own = job?.kind === 'drift' ? null : job
  if (own?.state === 'running') return none('running')
  if (own?.state === 'failed') return { tone: 'not-compared', state: 'the last run failed' }
  if (!result) return none(run === 0 ? 'not started' : 'nothing compared')
  return none(`run ${run}`)
}

function historyState({ way, history, result }: Overview): State {
  if (way !== 'project') return none(way === 'databases' ? OFF : 'not begun yet')
  if (!history) return none(result ? 'not kept' : 'nothing replayed yet')
  const { migrations, notKnown, findings } = history
  if (notKnown > 0) {
    return { tone: 'not-compared', state: `${formatNumber(notKnown)} could not be told` }
  }
  return none(`${counted(migrations, 'migration')}, ${counted(findings, 'finding')}`)
}

function compareState({ result }: Overview): State {
  if (!result) return none('nothing compared yet')
  const { blocking, acceptable } = totals(result.classes)
  if (result.verdict === 'unknown') return { tone: 'not-compared', state: 'could not tell' }
  if (blocking > 0) {
    return {
      tone: 'changed',
      state: `${formatNumber(blocking)} block${acceptable > 0 ? `, ${formatNumber(acceptable)} acceptable` : ''}`,
    }
  }
  if (acceptable > 0) return { tone: 'acceptable', state: `${formatNumber(acceptable)} acceptable` }
  return { tone: 'same', state: '0 differences' }
}

const totals = (classes: readonly { readonly blocks: boolean; readonly count: number }[]) => ({
  blocking: sum(classes.filter(({ blocks }) => blocks)),
  acceptable: sum(classes.filter(({ blocks }) => !blocks)),
})

const sum = (classes: readonly { readonly count: number }[]): number =>
  classes.reduce((total, { count }) => total + count, 0)

function baselineState({ way, revisions }: Overview): State {
  if (way !== 'project') return none(way === 'databases' ? OFF : 'not begun yet')
  if (!revisions) return none('no draft yet')
  const { draft, verified } = revisions
  if (verified === draft) return { tone: 'proven', state: `revision ${draft}, compared` }
  return { tone: 'stale', state: `revision ${draft}, not verified` }
}

function checklistState({ way, run }: Overview, checklist: Checklist | undefined): State {
  if (way !== 'project') return none(way === 'databases' ? OFF : 'not begun yet')
  if (run === 0 || !checklist) return none('after a run')
  if (checklist.broken !== null) return { tone: 'not-compared', state: 'the log is broken' }
  const stale = checklist.items.filter(({ signOff }) => signOff?.state === 'stale').length
  const signed = checklist.items.filter(({ signOff }) => signOff?.state === 'current').length
  const words = `${signed} of ${checklist.items.length} signed`
  if (stale > 0) return { tone: 'stale', state: `${words}, ${stale} stale` }
  return {
    tone: signed > 0 && signed === checklist.items.length ? 'signed' : undefined,
    state: words,
  }
}

function deploymentsState({ way, job }: Overview): State {
  if (way !== 'project') return none(way === 'databases' ? OFF : 'not begun yet')
  if (job?.kind !== 'drift') return none('the live database')
  if (job.state === 'running') return none('being looked at')
  return job.state === 'failed'
    ? { tone: 'not-compared', state: 'could not be looked at' }
    : none('the live database')
}

function exportState(overview: Overview, checklist: Checklist | undefined): State {
  const { way, result, exported, interrupted } = overview
  if (way !== 'project') return none(way === 'databases' ? OFF : 'not begun yet')
  if (interrupted) return { tone: 'not-compared', state: 'interrupted' }
  if (exported?.changed.length === 0) {
    return { tone: 'signed', state: `exported ${momentText(exported.at)}` }
  }
  if (exported) return { tone: 'stale', state: 'exported, changed since' }
  if (!result || !checklist) return none('after the checklist')
  const { blocking } = totals(result.classes)
  if (blocking > 0) return none(`off: ${counted(blocking, 'difference')}`)
  if (revisionText(overview.revisions) !== undefined) return none('off: verify first')
  const open = checklist.items.filter(({ signOff }) => signOff?.state !== 'current').length
  return open > 0
    ? none(`off: ${counted(open, 'item')} to sign`)
    : { tone: 'proven', state: 'allowed' }
}
