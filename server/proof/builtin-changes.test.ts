import { expect, test } from 'vitest'
import { keyOf, type Model } from '../../shared/model.ts'
import { modelOf } from '../testing/compared-run.ts'
import { builtinFindings } from './builtin-changes.ts'

const commented = (says: string): Model => {
  const address = { type: 'function', names: ['pg_catalog', 'now'], args: [] }
  return { ...modelOf([]), builtins: [{ key: keyOf(address), address, what: 'commented', says }] }
}

test('what differs of an object of Postgres’s own is told with both values', () => {
  const found = (old: Model, rebuilt: Model) =>
    builtinFindings(old, rebuilt, 'built').map(({ change, attributes }) => [change, ...attributes])
  expect(found(commented('one'), commented('two'))).toEqual([
    ['changed', { name: 'commented', old: 'one', rebuilt: 'two' }],
  ])
  expect(found(commented('one'), modelOf([]))).toEqual([
    ['missing', { name: 'commented', old: 'one', rebuilt: null }],
  ])
  expect(found(commented('one'), commented('one'))).toEqual([])
})
