import type { FastifyInstance } from 'fastify'
import { API } from '../../shared/api.ts'
import { AcknowledgeClass, Checklist, SignItems, WithdrawItem } from '../../shared/checklist.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { route } from './route.ts'

/** The checklist and what people state about it; each statement is answered by the checklist as it is then. */
export function reviewRoutes(app: FastifyInstance, workbench: Workbench): void {
  route(app, 'GET', API.checklist, { answer: Checklist }, () => workbench.review.checklist())

  route(app, 'POST', API.sign, { body: SignItems, answer: Checklist }, ({ body }) =>
    workbench.review.sign(body),
  )

  route(app, 'POST', API.withdraw, { body: WithdrawItem, answer: Checklist }, ({ body }) =>
    workbench.review.withdraw(body),
  )

  route(app, 'POST', API.acknowledge, { body: AcknowledgeClass, answer: Checklist }, ({ body }) =>
    workbench.review.acknowledge(body),
  )
}
