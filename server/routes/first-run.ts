import type { FastifyInstance } from 'fastify'
import { API } from '../../shared/api.ts'
import { Answers, AnswersPreview, BeginProject, Begun, Questions } from '../../shared/first-run.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { route } from './route.ts'

/** What a project without a configuration is asked, and what comes of it. */
export function firstRunRoutes(app: FastifyInstance, workbench: Workbench): void {
  route(app, 'GET', API.firstRun, { answer: Questions }, () => workbench.firstRun().questions())

  route(app, 'POST', API.firstRunPreview, { body: Answers, answer: AnswersPreview }, ({ body }) =>
    workbench.firstRun().preview(body),
  )

  route(app, 'POST', API.beginProject, { body: BeginProject, answer: Begun }, async ({ body }) => ({
    problems: [...(await workbench.begin(body))],
  }))
}
