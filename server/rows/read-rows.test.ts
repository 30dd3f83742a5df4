import { describe, expect, test } from 'vitest'
import { addressOf, keyOf, type CatalogObject, type Model } from '../../shared/model.ts'
import { modelOf } from '../testing/compared-run.ts'
import { readSeedData } from './read-rows.ts'
import { knownSelection, leftOutTables, readsSequencesOf, selectedTables } from './selection.ts'

const table = (
  schema: string,
  name: string,
  partitionOf: string[] | null = null,
): CatalogObject => {
  const address = { type: 'table', names: [schema, name], args: [] }
  const attributes = { partitionOf }
  return {
    kind: 'table',
    key: keyOf(address),
    address,
    parent: null,
    attributes,
    dependsOn: [],
    references: [],
  }
}

const objects = [
  table('public', 'colors'),
  table('public', 'Odd.Name'),
  table('other', 'twice'),
  table('public', 'twice'),
  table('public', 'logs'),
  table('public', 'logs_1', ['table', 'public', 'logs']),
  table('public', 'logs_2', ['table', 'public', 'logs_1']),
]

const model: Model = modelOf(objects)

const chosen = (...names: string[]): string[] =>
  [...selectedTables(model, names)].map((key) =>
    (JSON.parse(key) as [string, string[]])[1].join('.'),
  )

test('with none, no statement is sent at all', async () => {
  const query = (sql: string): never => {
    throw new Error(`sent ${sql}`)
  }
  await expect(readSeedData(query, model, 'none')).resolves.toStrictEqual({
    tables: [],
    sequences: [],
  })
  await expect(readSeedData(query, model, [])).resolves.toStrictEqual({ tables: [], sequences: [] })
})

test('a table is named with or without its schema, quoted or not', () => {
  expect(chosen('colors', 'other.twice')).toStrictEqual(['public.colors', 'other.twice'])
  expect(chosen('Odd.Name')).toStrictEqual(['public.Odd.Name'])
  expect(chosen('"public"."Odd.Name"')).toStrictEqual(['public.Odd.Name'])
})

test('a partitioned table stands for all its partitions', () => {
  expect(chosen('logs')).toStrictEqual(['public.logs', 'public.logs_1', 'public.logs_2'])
})

test('an unknown or unclear name is refused by name', () => {
  expect(() => chosen('nowhere')).toThrow('"nowhere": the database has no such table')
  expect(() => chosen('twice')).toThrow('several tables have that name: other.twice, public.twice')
})

test('of a selection, a side keeps the names it knows', () => {
  expect(knownSelection(model, ['colors', 'nowhere'])).toStrictEqual(['colors'])
  expect(knownSelection(model, 'all')).toBe('all')
  expect(knownSelection(model, { allBut: ['nowhere', 'colors'] })).toStrictEqual({
    allBut: ['colors'],
  })
})

describe('all tables but some', () => {
  const keysBut = (...allBut: string[]): string[] =>
    [...selectedTables(model, { allBut })].map((key) => addressOf(key).names.join('.'))

  test('are all others, a partitioned table with its partitions', () => {
    expect(keysBut('logs', '"Odd.Name"')).toStrictEqual([
      'public.colors',
      'other.twice',
      'public.twice',
    ])
    expect(keysBut('logs_1')).toContain('public.logs')
    expect(keysBut('logs_1')).not.toContain('public.logs_2')
  })

  test('a name that is unknown or unclear is refused, and said to be left out', () => {
    expect(() => keysBut('nowhere')).toThrow(
      'leave the rows of "nowhere" out of the seed: the database has no such table',
    )
    expect(() => keysBut('twice')).toThrow('several tables have that name')
  })

  test('a partition stands for the outermost table that was named, once', () => {
    const left = leftOutTables(model, { allBut: ['logs_1', 'logs', 'public.logs'] })
    expect([...left].map((pair) => pair.map((key) => addressOf(key).names[1]))).toStrictEqual([
      ['logs', 'logs'],
      ['logs_1', 'logs'],
      ['logs_2', 'logs'],
    ])
  })

  test('where sequences stand is read but for those of the tables left out', () => {
    const isRead = readsSequencesOf(model, { allBut: ['logs'] })
    const key = (name: string) => keyOf({ type: 'table', names: ['public', name], args: [] })
    expect(['', key('colors'), key('logs'), key('logs_2')].map(isRead)).toStrictEqual([
      true,
      true,
      false,
      false,
    ])
    expect(readsSequencesOf(model, ['colors'])('')).toBe(false)
  })
})
