import type { FastifyInstance } from 'fastify'
import { API } from '../../shared/api.ts'
import { Nothing } from '../../shared/job.ts'
import { RebaselineError } from '../errors.ts'
import type { Access } from './access.ts'

const schema = {
  querystring: Nothing,
  body: {
    type: 'object',
    required: ['code'],
    additionalProperties: false,
    properties: { code: { type: 'string', minLength: 1, maxLength: 100 } },
  },
  response: {
    200: {
      type: 'object',
      required: ['token'],
      additionalProperties: false,
      properties: { token: { type: 'string' } },
    },
  },
}

/** Opens a session: a one-time code is exchanged for a token. */
export function sessionRoute(app: FastifyInstance, access: Access): void {
  app.post<{ Body: { code: string } }>(API.session, { schema, bodyLimit: 1024 }, ({ body }) => {
    const token = access.exchange(body.code)
    if (token !== undefined) return { token }
    throw new RebaselineError('code-refused', {
      doing: 'open a session',
      happened: 'the code of this link was used before, or belongs to another run',
    })
  })
}
