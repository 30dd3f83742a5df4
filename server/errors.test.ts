import { expect, test } from 'vitest'
import { ERRORS, RebaselineError } from './errors.ts'
import { QueryFailed } from './query-failed.ts'

test('an error says what was being done, what happened and what helps', () => {
  const error = new RebaselineError('server-unreachable', {
    doing: 'connect to localhost',
    happened: 'nobody listens',
  })
  expect(JSON.parse(JSON.stringify(error))).toEqual({
    code: 'server-unreachable',
    message: 'Could not connect to localhost: nobody listens',
    help: ERRORS['server-unreachable'].help,
  })
  expect([error.exitCode, error.status]).toEqual([2, 400])
})

test('its own help goes before that of the table, and the cause is kept', () => {
  const cause = new Error('inner')
  const error = new RebaselineError('disk-full', { doing: 'a', happened: 'b', help: 'c', cause })
  expect([error.help, error.cause]).toEqual(['c', cause])
})

test('a refused statement keeps its SQLSTATE', () => {
  const error = new QueryFailed({
    doing: 'a',
    happened: 'b',
    sqlState: '42P01',
    statement: 'table x',
  })
  expect(error).toBeInstanceOf(RebaselineError)
  expect([error.code, error.sqlState, error.statement]).toEqual([
    'query-failed',
    '42P01',
    'table x',
  ])
})

test('the table is sorted, and every help is a sentence', () => {
  const codes = Object.keys(ERRORS)
  expect(codes).toEqual(codes.toSorted())
  for (const { help } of Object.values(ERRORS)) expect(help).toMatch(/^[A-Z].*[.)]$/s)
})
