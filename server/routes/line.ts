import type { FastifyInstance } from 'fastify'
import { API } from '../../shared/api.ts'
import { ChooseLine, LineView } from '../../shared/line-choice.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { route } from './route.ts'

/** The squash line: which migrations the next run replaces, and choosing that. */
export function lineRoutes(app: FastifyInstance, workbench: Workbench): void {
  route(app, 'GET', API.line, { answer: LineView }, () => workbench.line.view())

  route(app, 'POST', API.chooseLine, { body: ChooseLine, answer: LineView }, async ({ body }) => {
    await workbench.line.choose(body)
    return workbench.line.view()
  })
}
