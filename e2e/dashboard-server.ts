import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { buildApp, listen } from '../server/app.ts'
import { API } from '../shared/api.ts'
import type { Scene } from './dashboard-fixture.ts'

const webRoot = fileURLToPath(new URL('../dist/web', import.meta.url))

export interface Served {
  readonly link: string
  readonly origin: string
  /** What the page sent, one text a call. */
  readonly calls: readonly string[]
  readonly show: (scene: Scene) => void
  readonly stop: () => Promise<void>
}

/** The real server with its guards, which answers with a scene instead of a comparison. */
export async function serveScene(first: Scene, port?: number): Promise<Served> {
  let scene = first
  const calls: string[] = []
  const app = await buildApp({ report: () => ({}) as never, webRoot })
  const run = () => scene.overview.run
  app.get(API.overview, () => scene.overview)
  app.get(API.tree, () => ({ run: run(), entries: scene.entries }))
  app.get(API.findings, () => ({ run: run(), findings: scene.findings }))
  app.get<{ Params: { id: string } }>(API.object, ({ params }, reply) => {
    const detail = scene.details.get(params.id)
    return (
      detail ??
      reply.code(404).send({
        error: {
          code: 'not-found',
          message: 'There is no such object in this run.',
          help: 'Choose another one in the tree.',
        },
      })
    )
  })
  app.get(API.rows, () => scene.rows)
  app.get<{ Querystring: { words: string } }>(API.search, ({ query }) => ({
    ids: scene.entries
      .filter(({ id, name }) =>
        JSON.stringify([name, scene.details.get(id)])
          .toLowerCase()
          .includes(query.words.toLowerCase()),
      )
      .map(({ id }) => id),
  }))
  app.get(API.checklist, () => ({
    run: run(),
    items: [],
    acknowledgements: [],
    person: null,
    log: [],
    broken: null,
  }))
  app.get(API.jobEvents, (_request, reply) =>
    reply
      .type('application/x-ndjson')
      .send(Readable.from(scene.events.map((event) => `${JSON.stringify(event)}\n`))),
  )
  app.post(API.jobs, ({ body }) => {
    calls.push(`jobs ${JSON.stringify(body)}`)
    return scene.overview.job
  })
  app.post<{ Params: { number: string } }>(API.cancelJob, ({ params }) => {
    calls.push(`cancel ${params.number}`)
    return scene.overview.job
  })
  app.post<{ Body: { findings: string[] } }>(API.mend, ({ body }) => {
    calls.push(`mend ${body.findings.length}`)
    const [left, ...mended] =
      body.findings.length > 1 ? body.findings : [undefined, ...body.findings]
    return {
      drafts: { revision: 2, verified: 1, drafts: [], undo: ['adding statements'] },
      mended,
      left: left === undefined ? [] : [{ finding: left, why: 'the draft was edited there' }],
    }
  })
  const link = await listen(app, port === undefined ? {} : { port })
  return {
    link,
    origin: new URL(link).origin,
    calls,
    show: (next) => void (scene = next),
    stop: () => app.close(),
  }
}
