import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorCode } from '../errors.ts'
import { RebaselineError } from '../errors.ts'

/** A request that this server does not answer, in one error. */
export const refused = (code: ErrorCode, happened: string, cause?: unknown): RebaselineError =>
  new RebaselineError(code, { doing: 'answer the request', happened, cause })

/** Answers every error in one form: `{ error: { code, message, help } }`. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const known = asKnown(error)
  if (known.status >= 500) request.log.error(error)
  void reply.code(known.status).send({ error: known.toJSON() })
}

/** Our own errors as they are; what Fastify refused, and what nobody foresaw, without its inner words. */
function asKnown(error: unknown): RebaselineError {
  if (error instanceof RebaselineError) return error
  const status = statusOf(error)
  if (status === 415) return refused('not-json', 'its body is not JSON', error)
  if (status === 413)
    return refused('too-large', 'its body is larger than what this address takes', error)
  if (status < 500) {
    return refused('bad-request', 'it is not of the form that this address takes', error)
  }
  return refused('internal-error', 'something went wrong that nobody foresaw', error)
}

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : 500
