import { expect, test } from 'vitest'
import { listText, migrationListOf } from './migration-list.ts'

const first = { up: async () => {} }
const second = { up: async () => void 2 }
const found = { '001_first': first, '002_second': second }

test.each([
  ['a barrel', { _one: first, _two: second }, ['_one', '_two']],
  ['an object of migrations', { migrations: { one: first, two: second } }, ['one', 'two']],
  ['a default export', { default: { one: first, two: second } }, ['one', 'two']],
])('%s is a list of migrations by names of its own', (_what, exported, names) => {
  expect(migrationListOf(exported, found)).toEqual({ names, absent: [] })
})

test('a migration that a list lacks is named', () => {
  expect(migrationListOf({ _one: first }, found)).toEqual({
    names: ['_one'],
    absent: ['002_second'],
  })
})

test('another copy of a module is no other migration', () => {
  const copy = { up: async () => {} }
  expect(migrationListOf({ _one: copy, _two: second }, found)?.absent).toEqual([])
})

test.each([undefined, null, 'text', {}, { helper: () => {} }, { table: { up: 1 } }])(
  'what is no list says nothing: %j',
  (exported) => {
    expect(migrationListOf(exported, found)).toBeUndefined()
  },
)

test('a long list is told in short, a file that it lacks in full', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  expect(listText({ file: 'index.ts', names, absent: ['002'] }, new Map([['002', '002.ts']]))).toBe(
    'exports a list of migrations by names of its own (a, b, c, d and 2 more) without 002.ts: a project that migrates by it lacks what that does',
  )
})
