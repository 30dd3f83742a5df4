import { expect, test } from 'vitest'
import { keyOf, type CatalogObject, type Model } from '../../shared/model.ts'
import { modelOf } from '../testing/compared-run.ts'
import { readSeedData } from './read-rows.ts'
import { knownSelection, selectedTables } from './selection.ts'

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
})
