import { randomBytes } from 'node:crypto'
import { RebaselineError } from '../errors.ts'
import { withLock, withLockToRead } from '../project/lock.ts'
import { momentText } from '../../shared/moment-text.ts'
import type { Exported, ExportPlan } from '../../shared/export-plan.ts'
import { apply, recover } from './apply.ts'
import type { Watch } from './disk.ts'
import { readJournal, type Journal } from './journal.ts'
import { prepareExport } from './plan.ts'
import type { ExportRequest } from './request.ts'
import { teamAdvice, type TeamBounds } from '../team/team.ts'
import { teamWarnings } from '../team/warnings.ts'

/** What an export would do now; nothing is written, and none that was interrupted is finished. */
export async function planExport(
  request: ExportRequest,
  patience: number = PATIENCE,
): Promise<ExportPlan> {
  const { project } = request
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const before = await readJournal(project)
    // Who does or undoes an export holds the lock: while it is held, nobody was interrupted.
    if (before && before.state !== 'applied') {
      await withLockToRead(project, { doing: 'plan the export', patience }, async () => {})
    }
    const now = await readJournal(project)
    if (stateOf(now) !== stateOf(before)) continue
    const { plan } = await prepareExport(request)
    if (stateOf(now) === stateOf(await readJournal(project))) return withTeam(request, plan)
  }
  throw new RebaselineError('project-busy', {
    doing: 'plan the export',
    happened: 'others export it or take that back all the time',
  })
}

/** The same plan with what the team has to know; what could not be told of that keeps nobody from exporting. */
async function withTeam({ project }: ExportRequest, plan: ExportPlan): Promise<ExportPlan> {
  if (plan.interrupted !== null) return plan
  try {
    const team = await teamAdvice(project, PLAN_BOUNDS)
    return { ...plan, warnings: [...plan.warnings, ...teamWarnings(team)], team }
  } catch (error) {
    if (!(error instanceof RebaselineError)) throw error
    return { ...plan, warnings: [...plan.warnings, error.message] }
  }
}

/** A page that looks again waits for it. */
const PLAN_BOUNDS: TeamBounds = { newest: 50, limitMilliseconds: 5_000, beyond: 'unknown' }

/** A plan that was made while another export began or ended is one of half a folder, and is made again. */
const MOST_TURNS = 4
/** How long to wait for an export that is going on, in milliseconds. */
const PATIENCE = 5_000

const stateOf = (journal: Journal | null): string =>
  journal === null ? '' : `${journal.id} ${journal.state}`

async function doneText({ project }: ExportRequest): Promise<string> {
  const journal = await readJournal(project)
  return `it was done${journal ? ` on ${momentText(journal.startedAt)}` : ''}`
}

/** Applies the plan that somebody has seen, and no other. */
export const applyExport = (
  request: ExportRequest,
  seen: string,
  watch?: Watch,
): Promise<Exported> =>
  withLock(request.project, { doing: 'exporting the baseline' }, async () => {
    await recover(request.project, watch)
    const { plan, steps, folders, later } = await prepareExport(request)
    const { hash, refusals, commands, undo, applied } = plan
    if (hash !== seen) {
      throw new RebaselineError('export-changed', {
        doing: 'apply the plan',
        happened: applied
          ? `another export was faster: ${await doneText(request)}`
          : 'something it goes by has changed since it was shown',
      })
    }
    if (applied) return { steps: steps.length, commands, undo, by: 'another' }
    if (refusals.length > 0) {
      throw new RebaselineError('export-refused', {
        doing: 'export the baseline',
        happened: refusals.join('\n'),
      })
    }
    await apply(
      request.project,
      {
        id: randomBytes(6).toString('hex'),
        state: 'applying',
        hash,
        startedAt: new Date().toISOString(),
        folders: [...folders],
        steps: [...steps],
        ...(later.length > 0 && { later: [...later] }),
        commands,
        undo,
      },
      watch,
    )
    return { steps: steps.length, commands, undo, by: 'this' }
  })
