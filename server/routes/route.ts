import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify'
import type { FastifySerializerCompiler } from 'fastify/types/schema.js'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Nothing } from '../../shared/job.ts'

type Said<S> = S extends TSchema ? Static<S> : undefined

interface Shape<P, Q, B, A> {
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly answer: A
  /** In bytes, where more than usual is taken. */
  readonly bodyLimit?: number
}

interface Asked<P, Q, B> {
  readonly params: Said<P>
  readonly query: Said<Q>
  readonly body: Said<B>
}

/** One address of the API: what it takes and what it answers, in the schemas that the page knows as well. */
export function route<
  A extends TSchema,
  P extends TSchema | undefined = undefined,
  Q extends TSchema | undefined = undefined,
  B extends TSchema | undefined = undefined,
>(
  app: FastifyInstance,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  { params, query, body, answer, bodyLimit }: Shape<P, Q, B, A>,
  handle: (asked: Asked<P, Q, B>) => Static<A> | Promise<Static<A>>,
): void {
  const schema: FastifySchema = {
    ...(params === undefined ? {} : { params }),
    querystring: query ?? Nothing,
    ...(body === undefined ? {} : { body }),
    response: { 200: answer },
  }
  const handler = async ({ params, query, body }: FastifyRequest): Promise<unknown> =>
    handle({ params, query, body } as Asked<P, Q, B>)
  app.route({ method, url, schema, handler, ...(bodyLimit === undefined ? {} : { bodyLimit }) })
}

/** Makes an answer of a value that is exactly of its form; anything else is a defect, and never sent. */
export const answersAsTold: FastifySerializerCompiler<TSchema> = ({ schema }) => writerOf(schema)

/** Writes values of one schema as JSON. */
export function writerOf(schema: TSchema): (value: unknown) => string {
  const compiled = Compile(schema)
  return (value) => {
    if (compiled.Check(value)) return JSON.stringify(value)
    const [first] = compiled.Errors(value)
    throw new Error(`an answer is not of its form at ${first?.instancePath}: ${first?.message}`)
  }
}
