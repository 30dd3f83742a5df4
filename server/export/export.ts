import { randomBytes } from 'node:crypto'
import { RebaselineError } from '../errors.ts'
import { withLock } from '../project/lock.ts'
import type { Exported, ExportPlan } from '../../shared/export-plan.ts'
import { apply, recover } from './apply.ts'
import type { Watch } from './disk.ts'
import { prepareExport, type ExportRequest } from './plan.ts'

/** What an export would do now; nothing is written, and none that was interrupted is finished. */
export const planExport = async (request: ExportRequest): Promise<ExportPlan> =>
  (await prepareExport(request)).plan

/** Applies the plan that somebody has seen, and no other. */
export const applyExport = (
  request: ExportRequest,
  seen: string,
  watch?: Watch,
): Promise<Exported> =>
  withLock(request.project, { doing: 'exporting the baseline' }, async () => {
    await recover(request.project, watch)
    const { plan, steps, folders } = await prepareExport(request)
    const { hash, refusals, commands, undo, applied } = plan
    if (hash !== seen) {
      throw new RebaselineError('export-changed', {
        doing: 'apply the plan',
        happened: 'something it goes by has changed since it was shown',
      })
    }
    if (applied) return { steps: steps.length, commands, undo }
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
        commands,
        undo,
      },
      watch,
    )
    return { steps: steps.length, commands, undo }
  })
