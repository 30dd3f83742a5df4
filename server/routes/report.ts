import type { FastifyInstance } from 'fastify'
import type { Report } from '../../shared/api.ts'
import { API } from '../../shared/api.ts'

const text = { type: 'string' }
const closed = (properties: Record<string, object>, ...optional: readonly string[]) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
})
const listOf = (items: object) => ({ type: 'array', items })

const address = closed({ type: text, names: listOf(text), args: listOf(text) })
/** Text, number, boolean, null or a list of them: printed as it is, since a typed serialiser would convert. */
const value = {}
const finding = closed(
  {
    class: text,
    kind: text,
    address,
    change: text,
    attributes: listOf(closed({ name: text, old: value, rebuilt: value })),
    sql: text,
    note: text,
  },
  'sql',
  'note',
)
const count = { type: 'integer' }
const comparison = closed({
  verdict: text,
  counts: {
    type: 'object',
    additionalProperties: closed({ old: count, rebuilt: count, equal: count, findings: count }),
  },
  findings: listOf(finding),
  notCompared: listOf(text),
})
const side = closed({
  origin: text,
  host: text,
  database: text,
  serverVersion: text,
  live: { type: 'boolean' },
})
const proof = closed({ title: text, outcome: text, detail: text })
const reported = closed(
  {
    status: text,
    title: text,
    sides: closed({ old: side, rebuilt: side }),
    comparison,
    proofs: listOf(proof),
    error: closed({ code: text, message: text, help: text }),
  },
  'sides',
  'comparison',
  'proofs',
  'error',
)
const report = closed({
  project: text,
  comparisons: listOf(reported),
  startedAt: text,
  finishedAt: text,
})

/** Gives the report that the page shows. */
export function reportRoute(app: FastifyInstance, current: () => Report): void {
  app.get(API.report, { schema: { response: { 200: report } } }, () => current())
}

/** Says that the server is still there and knows this session. */
export function aliveRoute(app: FastifyInstance): void {
  const schema = { response: { 204: { type: 'null' } } }
  app.get(API.alive, { schema }, (_request, reply) => reply.code(204).send(null))
}
