import { expect, test } from 'vitest'
import { generateMigrations } from './migrations.ts'
import { generateSchema } from './schema.ts'

const options = { tables: 40, seed: 7 }

test('the same options give the same schema, another seed another one', () => {
  expect(generateSchema(options)).toEqual(generateSchema(options))
  expect(generateSchema({ ...options, seed: 8 })).not.toEqual(generateSchema(options))
})

test('a schema has as many tables as were asked for, each with at least three indexes', () => {
  const statements = generateSchema(options)
  const count = (start: string): number =>
    statements.filter((each) => each.startsWith(start)).length
  expect(count('create table')).toBe(40)
  expect(count('create index') + count('create unique index')).toBeGreaterThanOrEqual(120)
})

test('a folder of migrations holds every statement once, ten tables a file', () => {
  const files = generateMigrations(options)
  expect(files.map(({ name }) => name)).toEqual([
    '0000_shared.ts',
    ...[1, 2, 3, 4].map((number) => `000${number}_tables.ts`),
  ])
  const source = files.map((file) => file.source).join('')
  for (const statement of generateSchema(options))
    expect(source).toContain(JSON.stringify(statement))
})

test('a folder may hold one table a migration', () => {
  const files = generateMigrations({ ...options, tablesPerFile: 1 })
  expect(files).toHaveLength(41)
  expect(files.at(-1)?.name).toBe('0040_tables.ts')
})
