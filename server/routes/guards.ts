import type { FastifyRequest } from 'fastify'
import { TOKEN_HEADER } from '../../shared/api.ts'
import type { RebaselineError } from '../errors.ts'
import type { Access } from './access.ts'
import { refused } from './answer.ts'

const READING = new Set(['GET', 'HEAD'])
const OWN_SITES = new Set(['same-origin', 'none'])
const JSON_BODY = /^application\/json(?:\s*;|$)/i

/** Why a request is refused before any route sees it: every route, files and unknown addresses included. */
export function refusal(request: FastifyRequest, port: number): RebaselineError | undefined {
  if (!isOwnHost(request, port)) {
    return refused('foreign-host', 'it was sent to another host name than this server has')
  }
  if (!isOwnOrigin(request)) return refused('foreign-origin', 'it did not come from this page')
  if (!isReading(request) && !JSON_BODY.test(request.headers['content-type'] ?? '')) {
    return refused('not-json', 'its body is not JSON')
  }
  return undefined
}

/** Why a call is refused that needs a session. */
export function tokenRefusal(request: FastifyRequest, access: Access): RebaselineError | undefined {
  const token = request.headers[TOKEN_HEADER]
  if (typeof token === 'string' && access.admits(token)) return undefined
  return refused('no-session', 'this tab has no session with this server')
}

const isReading = (request: FastifyRequest): boolean => READING.has(request.method)

/** Exactly our own three addresses: any other name was made to point here (DNS rebinding). */
const isOwnHost = ({ raw }: FastifyRequest, port: number): boolean =>
  ['127.0.0.1', 'localhost', '[::1]']
    .map((name) => new URL(`http://${name}:${port}`).host)
    .includes(raw.headers.host ?? '')

/** Other pages in the same browser are foreign, those of another port of this machine too. */
function isOwnOrigin(request: FastifyRequest): boolean {
  const { host, origin, 'sec-fetch-site': site } = request.raw.headers
  if (site !== undefined && !OWN_SITES.has(String(site))) return false
  return origin === undefined ? isReading(request) : origin === `http://${host}`
}
