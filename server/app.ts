import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { fastify } from 'fastify'
import { RebaselineError } from './errors.ts'
import type { Access } from './routes/access.ts'
import { createAccess } from './routes/access.ts'
import { answerError, refused } from './routes/answer.ts'
import { refusal, tokenRefusal } from './routes/guards.ts'
import { SECURITY_HEADERS } from './routes/headers.ts'
import { exportRoutes } from './routes/export.ts'
import { driftRoutes } from './routes/drift.ts'
import { draftRoutes } from './routes/drafts.ts'
import { firstRunRoutes } from './routes/first-run.ts'
import { historyRoutes } from './routes/history.ts'
import { jobRoutes } from './routes/jobs.ts'
import { lineRoutes } from './routes/line.ts'
import { objectRoutes } from './routes/objects.ts'
import { aliveRoute, overviewRoute } from './routes/overview.ts'
import { reviewRoutes } from './routes/review.ts'
import { answersAsTold } from './routes/route.ts'
import { sessionRoute } from './routes/session.ts'
import type { Workbench } from './workbench/workbench.ts'

declare module 'fastify' {
  interface FastifyInstance {
    readonly access: Access
    /** Every route there is, files included. */
    readonly routeList: readonly RouteOptions[]
  }
}

/** What the page's server is made of. */
export interface AppDependencies {
  readonly workbench: Workbench
  /** The folder of the built page. */
  readonly webRoot: string
  /** Takes a JSON line for every request and every unexpected error; without it nothing is logged. */
  readonly log?: { write(line: string): void }
}

/** The local server of the page: guards first, then the API, then the built files. */
export async function buildApp(deps: AppDependencies): Promise<FastifyInstance> {
  checkBuilt(deps.webRoot)
  const app = fastify({
    logger: deps.log ? { level: 'info', stream: deps.log } : false,
    bodyLimit: 64 * 1024,
    forceCloseConnections: true,
    // A body is what it says or it is refused, never mended.
    ajv: { customOptions: { coerceTypes: false, removeAdditional: false } },
    // An address that can't be decoded never reaches a hook, so it is guarded here.
    frameworkErrors: (error, request, reply) => {
      reply.headers(SECURITY_HEADERS)
      answerError(refusal(request, portOf(app)) ?? error, request, reply)
    },
  })
  const routeList: RouteOptions[] = []
  app.decorate('access', createAccess())
  app.decorate('routeList', routeList)
  app.addHook('onRoute', (route) => void routeList.push(route))
  app.setSerializerCompiler(answersAsTold)
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler(answerError)
  app.setNotFoundHandler(refuseUnknown)
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS)
    done(refusal(request, portOf(app)))
  })
  sessionRoute(app, app.access)
  await app.register(async (api) => addApi(api, deps.workbench))
  await app.register(fastifyStatic, {
    root: deps.webRoot,
    // Only files that exist now get a route, so no path of a client reaches the file system.
    wildcard: false,
    cacheControl: false,
    etag: false,
    lastModified: false,
    serveDotFiles: false,
  })
  return app
}

/** Starts to listen on this machine only, on any free port unless one is named. Gives a link that works once. */
export async function listen(
  app: FastifyInstance,
  options: { readonly port?: number } = {},
): Promise<string> {
  const overIpv6 = createServer((request, response) => app.routing(request, response))
  app.addHook('onClose', async () => {
    overIpv6.closeAllConnections()
    overIpv6.close()
  })
  await app
    .listen({ host: '127.0.0.1', port: options.port ?? 0 })
    .catch((cause: unknown) => refusePort(options.port, cause))
  await new Promise<void>((resolve) => {
    // A machine without IPv6 is served on 127.0.0.1 alone, where the link points anyway.
    overIpv6.once('error', () => resolve())
    overIpv6.listen({ host: '::1', port: portOf(app), ipv6Only: true }, resolve)
  })
  return newLink(app)
}

/** Another link to a listening app. Its one-time code stands in the fragment, which no browser sends or logs. */
export const newLink = (app: FastifyInstance): string =>
  `http://127.0.0.1:${portOf(app)}/#code=${app.access.issueCode()}`

/** An app that does not listen, but takes inject(), counts as listening on HTTP's own port. */
function portOf(app: FastifyInstance): number {
  const address = app.addresses()[0]
  return typeof address === 'object' ? address.port : 80
}

/** What needs a session. A resource has a file of its own, and a line here. */
function addApi(api: FastifyInstance, workbench: Workbench): void {
  api.addHook('onRequest', (request, _reply, done) => done(tokenRefusal(request, api.access)))
  aliveRoute(api)
  overviewRoute(api, workbench)
  firstRunRoutes(api, workbench)
  jobRoutes(api, workbench)
  historyRoutes(api, workbench)
  lineRoutes(api, workbench)
  driftRoutes(api, workbench)
  objectRoutes(api, workbench)
  draftRoutes(api, workbench)
  reviewRoutes(api, workbench)
  exportRoutes(api, workbench)
  api.all('/api', refuseUnknown)
  api.all('/api/*', refuseUnknown)
}

function refuseUnknown(): never {
  throw refused('not-found', 'there is nothing at this address')
}

function checkBuilt(webRoot: string): void {
  if (existsSync(join(webRoot, 'index.html'))) return
  throw new RebaselineError('page-not-built', {
    doing: 'start the page',
    happened: `there is no built page in ${webRoot}`,
  })
}

function refusePort(port: number | undefined, cause: unknown): never {
  const taken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE'
  const happened = taken
    ? `port ${port} is in use by another program`
    : `this machine does not let us listen on port ${port ?? 'any'}`
  throw new RebaselineError(taken ? 'port-taken' : 'port-refused', {
    doing: 'start the page',
    happened,
    cause,
  })
}
