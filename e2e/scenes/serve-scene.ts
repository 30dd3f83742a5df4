import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { fastify } from 'fastify'
import { listen } from '../../server/app.ts'
import { createAccess } from '../../server/routes/access.ts'
import { readKyselyTypes } from '../../server/project/kysely-types.ts'
import { answerError } from '../../server/routes/answer.ts'
import { refusal, tokenRefusal } from '../../server/routes/guards.ts'
import { SECURITY_HEADERS } from '../../server/routes/headers.ts'
import { sessionRoute } from '../../server/routes/session.ts'
import { API } from '../../shared/api.ts'
import { categoriesOf, categoryTable } from '../../shared/categories.ts'
import { findMigrations, viewOf } from '../../shared/history-view.ts'
import { NO_DRAFTS, NO_PLAN, openChecklist } from './review.ts'
import { NO_LOOK } from './drift.ts'
import { ALL_REPLACED } from './line.ts'
import type { Scene } from './scene.ts'

const webRoot = fileURLToPath(new URL('../../dist/web', import.meta.url))

export interface Served {
  readonly link: string
  readonly origin: string
  /** What the page sent, one text a call. */
  readonly calls: readonly string[]
  readonly show: (scene: Scene) => void
  readonly stop: () => Promise<void>
}

/** A server with the guards and headers of the real one, and without any comparison behind it. */
async function guardedApp(): Promise<FastifyInstance> {
  const app = fastify({ forceCloseConnections: true })
  app.decorate('access', createAccess())
  app.decorate('routeList', [])
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(answerError)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS)
    const address = app.addresses()[0]
    done(refusal(request, typeof address === 'object' ? address.port : 80))
  })
  sessionRoute(app, app.access)
  await app.register(fastifyStatic, { root: webRoot, wildcard: false })
  return app
}

/** Answers with a scene instead of a comparison, so that every state of the page can be had at once. */
export async function serveScene(first: Scene, port?: number): Promise<Served> {
  let scene = first
  const calls: string[] = []
  const app = await guardedApp()
  app.addHook('onRequest', (request, _reply, done) => {
    const isOpen = request.url === API.session || !request.url.startsWith('/api/')
    done(isOpen ? undefined : tokenRefusal(request, app.access))
  })
  const run = () => scene.overview.run
  app.get(API.overview, () => scene.overview)
  app.get(API.tree, () => ({ run: run(), entries: scene.entries, domainNotes: [] }))
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
  app.get(API.statements, () => ({
    statements: ['CREATE INDEX records_owner_id_idx ON public.records'],
  }))
  app.get<{ Querystring: { words: string } }>(API.search, ({ query }) => ({
    ids: scene.entries
      .filter(({ id, name }) =>
        JSON.stringify([name, scene.details.get(id)])
          .toLowerCase()
          .includes(query.words.toLowerCase()),
      )
      .map(({ id }) => id),
  }))
  app.get(API.history, () => ({
    run: run(),
    history: scene.history ? viewOf(scene.history) : null,
    categories: scene.history
      ? categoryTable(categoriesOf(scene.history), scene.chosenCategories)
      : null,
    why: scene.history ? null : 'What the migrations did one by one was not kept.',
  }))
  app.get<{ Querystring: { words: string } }>(API.historySearch, ({ query }) => ({
    names: scene.history ? findMigrations(scene.history, query.words) : [],
  }))
  app.get<{ Params: { number: string } }>(API.migration, ({ params }) => {
    const migration = scene.history?.migrations[Number(params.number) - 1]
    const text = `export const up = async () => {\n  // ${migration?.name}\n}\n`
    return { run: run(), migration, source: { text, left: 0, why: null, current: true } }
  })
  app.get(API.checklist, () => scene.checklist ?? openChecklist(run()))
  app.get(API.drafts, () => scene.drafts ?? NO_DRAFTS)
  app.get(API.generatedObjects, () => ({
    objects: scene.entries.map(({ id, kind, schema, name }) => ({
      id,
      name: `${kind} ${schema}.${name}`,
      statements: 2,
    })),
    why: null,
  }))
  app.get(API.kyselyTypes, () => readKyselyTypes({ migrations: webRoot }))
  app.get(API.place, () => ({ draft: 'baseline', line: 9, generatedLine: 9, statements: [] }))
  app.get(API.exportPlan, () => scene.plan ?? NO_PLAN)
  app.get(API.drift, () => scene.drift ?? NO_LOOK)
  app.get(API.line, () => scene.line ?? ALL_REPLACED)
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
      drafts: { ...NO_DRAFTS, revision: 2, verified: 1, undo: ['adding statements'] },
      mended,
      left: left === undefined ? [] : [{ finding: left, why: 'the draft was edited there' }],
    }
  })
  app.post<{ Params: { id: string } }>(API.regenerateObject, ({ params, body }) => {
    calls.push(`regenerate ${params.id} ${JSON.stringify(body)}`)
    const found = scene.entries.find(({ id }) => id === params.id)
    return {
      drafts: scene.drafts ?? NO_DRAFTS,
      name: `${found?.kind} ${found?.schema}.${found?.name}`,
      replaced: 1,
      added: 1,
      removed: 0,
      line: 16,
      unsure: [],
    }
  })
  for (const [word, url] of [
    ['acknowledge', API.acknowledge],
    ['sign', API.sign],
  ] as const) {
    app.post(url, ({ body }) => {
      calls.push(`${word} ${JSON.stringify(body)}`)
      return scene.checklist
    })
  }
  app.post(API.applyExport, ({ body }) => {
    calls.push(`export ${JSON.stringify(body)}`)
    const { steps, commands, undo } = scene.plan ?? NO_PLAN
    return { steps: steps.length, commands, undo }
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
