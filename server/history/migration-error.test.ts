import { expect, test } from 'vitest'
import { describeError, type ErrorContext } from './migration-error.ts'

const context: ErrorContext = {
  statement: 'select 1',
  caughtBefore: { message: 'first', statement: 'select x' },
  project: '/app',
  environment: { API_KEY: 'set' },
}
const describe = (thrown: unknown): ReturnType<typeof describeError> =>
  describeError(thrown, context)

test('takes what Postgres said from the error, or from its cause', () => {
  const cause = Object.assign(new Error('inner'), {
    code: '42P01',
    hint: 'h',
    detail: 'd',
    position: '8',
  })
  expect(describe(new Error('outer', { cause }))).toMatchObject({
    message: 'outer',
    code: '42P01',
    hint: 'h',
    detail: 'd',
    position: 8,
    statement: 'select 1',
    caughtBefore: null,
  })
})

test('an aborted transaction is explained by the error that was caught before', () => {
  const aborted = Object.assign(new Error('current transaction is aborted'), { code: '25P02' })
  expect(describe(aborted).caughtBefore).toStrictEqual(context.caughtBefore)
})

test('anything can be thrown', () => {
  const cyclic: Record<string, unknown> = {}
  cyclic['self'] = cyclic
  expect(describe(undefined).message).toBe('it threw undefined')
  expect(describe('text').message).toBe('it threw text')
  expect(describe({ a: 1 }).message).toBe('it threw {"a":1}')
  expect(describe(cyclic).message).toBe('it threw an object')
  expect(describe(new AggregateError([new Error('a'), new Error('b')])).message).toBe('a; b')
})

test('names the environment variable that a message gives and that is not set', () => {
  const variable = (message: string): string | null => describe(new Error(message)).variable
  expect(variable('Missing required env var STUDIO_SECRET')).toBe('STUDIO_SECRET')
  expect(variable('the environment variable SECRET is not set')).toBe('SECRET')
  expect(variable('API_KEY and OTHER_KEY are needed')).toBe('OTHER_KEY')
  expect(variable('API_KEY is wrong')).toBe(null)
  expect(variable('ERR_MODULE_NOT_FOUND')).toBe(null)
  expect(variable('relation "USERS" does not exist')).toBe(null)
})

test('finds the place in the project, not in packages', () => {
  const error = new Error('x')
  error.stack = [
    'Error: x',
    '    at a (/app/node_modules/pg/lib/client.js:1:2)',
    '    at b (node:internal/x:1:2)',
    '    at async Module.up (file:///app/migrations/001%20a.ts?tsx=1:4:5)',
  ].join('\n')
  expect(describe(error).at).toBe('/app/migrations/001 a.ts:4:5')
  const odd = `/app/our (own) files/it's "$(a)\`.ts:4:5`
  for (const line of [odd, `Object.<anonymous> (${odd})`, `async up (${odd})`, `async ${odd}`]) {
    error.stack = `Error: x\n    at ${line}`
    expect(describe(error).at).toBe(odd)
  }
})
