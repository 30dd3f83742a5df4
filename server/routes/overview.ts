import type { FastifyInstance } from 'fastify'
import { API } from '../../shared/api.ts'
import { Nothing } from '../../shared/job.ts'
import { Overview } from '../../shared/overview.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { route } from './route.ts'

/** What stands in the header of every screen, and on the overview. */
export function overviewRoute(app: FastifyInstance, workbench: Workbench): void {
  route(app, 'GET', API.overview, { answer: Overview }, () => workbench.overview())
}

/** Says that the server is still there and knows this session. */
export function aliveRoute(app: FastifyInstance): void {
  const schema = { querystring: Nothing, response: { 204: { type: 'null' } } }
  app.get(API.alive, { schema }, (_request, reply) => reply.code(204).send())
}
