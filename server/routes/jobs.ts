import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { API } from '../../shared/api.ts'
import { Job, JobEvent, JobNumber, Nothing, StartJob } from '../../shared/job.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { route, writerOf } from './route.ts'

const writeEvent = writerOf(JobEvent)

/** Long work: start it, watch it, call it off. */
export function jobRoutes(app: FastifyInstance, workbench: Workbench): void {
  route(app, 'POST', API.jobs, { body: StartJob, answer: Job }, ({ body }) =>
    workbench.startReady(body.kind),
  )

  route(
    app,
    'POST',
    API.cancelJob,
    { params: JobNumber, body: Nothing, answer: Job },
    ({ params }) => workbench.cancel(Number(params.number)),
  )

  // One JSON document a line, from the first line of the job on, so that a page that was reloaded has it all.
  app.get<{ Params: { number: string } }>(
    API.jobEvents,
    { schema: { params: JobNumber, querystring: Nothing } },
    ({ params }, reply) => {
      const events = workbench.events(Number(params.number))
      return reply.type('application/x-ndjson').send(Readable.from(linesOf(events)))
    },
  )
}

async function* linesOf(events: AsyncIterable<JobEvent>): AsyncGenerator<string> {
  for await (const event of events) yield `${writeEvent(event)}\n`
}
