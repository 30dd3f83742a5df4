import type { FastifyInstance } from 'fastify'
import { undo } from '../export/apply.ts'
import { applyExport, planExport } from '../export/export.ts'
import type { ExportRequest } from '../export/request.ts'
import { version } from '../version.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { API } from '../../shared/api.ts'
import { ApplyExport, Exported, ExportPlan, TakenBack } from '../../shared/export-plan.ts'
import { Nothing } from '../../shared/job.ts'
import { route } from './route.ts'

/** The export: what it would do, and doing exactly that. */
export function exportRoutes(app: FastifyInstance, workbench: Workbench): void {
  route(app, 'GET', API.exportPlan, { answer: ExportPlan }, () => planExport(requestOf(workbench)))

  route(app, 'POST', API.applyExport, { body: ApplyExport, answer: Exported }, ({ body }) =>
    applyExport(requestOf(workbench), body.hash),
  )

  route(app, 'POST', API.undoExport, { body: Nothing, answer: TakenBack }, async () => {
    const { steps, later } = await undo(requestOf(workbench).project)
    return { steps: steps.length, ...(later.length > 0 ? { later: [...later] } : {}) }
  })
}

function requestOf(workbench: Workbench): ExportRequest {
  const { notes } = workbench
  const project = workbench.projectFor('export a baseline')
  return { project, gate: workbench.review, notes, version: version() }
}
