import type { FastifyInstance } from 'fastify'
import { API } from '../../shared/api.ts'
import { DriftView } from '../../shared/drift.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { route } from './route.ts'

/** The live database, and what was found there last; a job of that kind looks at it. */
export function driftRoutes(app: FastifyInstance, workbench: Workbench): void {
  route(app, 'GET', API.drift, { answer: DriftView }, async () =>
    workbench.masked(await workbench.live.view()),
  )
}
