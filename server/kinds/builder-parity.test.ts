import { runInThisContext } from 'node:vm'
import * as kysely028 from 'kysely'
import * as kysely026 from 'kysely026'
import * as kysely027 from 'kysely027'
import * as kysely029 from 'kysely029'
import * as kysely030 from 'kysely030'
import { describe, expect, test } from 'vitest'
import type { Attributes, CatalogObject } from '../../shared/model.ts'
import { enumType } from './enum.ts'
import type { KindModule, Statement } from './kind.ts'
import { schema } from './schema.ts'

const VERSIONS = {
  '0.26.3': kysely026,
  '0.27.6': kysely027,
  '0.28.18': kysely028,
  '0.29.9': kysely029,
  '0.30.0-beta.2': kysely030,
}

/** The SQL that a chain of builder calls stands for. */
function compiled(version: keyof typeof VERSIONS, chain: string): string {
  // Each version has types of its own; they are used alike.
  const kysely = VERSIONS[version] as unknown as typeof kysely028
  const db = new kysely.Kysely<unknown>({
    dialect: {
      createAdapter: () => new kysely.PostgresAdapter(),
      createDriver: () => new kysely.DummyDriver(),
      createIntrospector: (inner) => new kysely.PostgresIntrospector(inner),
      createQueryCompiler: () => new kysely.PostgresQueryCompiler(),
    },
  })
  const build = runInThisContext(`(db) => ${chain}`) as (on: typeof db) => kysely028.Compilable
  const { sql, parameters } = build(db).compile()
  expect(parameters).toStrictEqual([])
  return sql
}

const statement = (module: KindModule, names: string[], attributes: Attributes): Statement => {
  const address = { type: '', names, args: [] }
  const object = { kind: module.kind, key: '', address, parent: null, attributes } as unknown
  const model = { objects: new Map() } as unknown
  const context = { model, clauses: [], major: 18 } as unknown
  const [first] = module.create?.(object as CatalogObject, context as never) ?? []
  if (!first) throw new Error(`${module.kind} writes nothing`)
  return first
}

/** What is left of SQL without upper case in keywords and quotes around names that need none. */
const bare = (sql: string): string => sql.replaceAll('"', '').toLowerCase()

describe.each(Object.keys(VERSIONS) as (keyof typeof VERSIONS)[])('Kysely %s', (version) => {
  test('makes the schema that the SQL makes', () => {
    const { sql, kysely = '' } = statement(schema, ['app_2'], {})
    expect(compiled(version, kysely)).toBe('create schema "app_2"')
    expect(bare(sql)).toBe('create schema app_2')
  })

  test('makes the enum that the SQL makes', () => {
    const labels = ['red', 'light blue', 'é`${x}', 'a"b', '*/\n\u2028']
    const { sql, kysely = '' } = statement(enumType, ['app.color'], { labels })
    const made = compiled(version, kysely)
    expect(bare(made)).toBe(bare(sql))
    expect(made).toMatch(/^create type "app"."color" as enum \('red'/)
  })
})

test.each([
  [['a.b'], ['a']],
  [['a"b'], ['a']],
  [['a b'], ['a']],
])('a schema %j is left to SQL', (names) => {
  expect(statement(schema, names, {}).kysely).toBeUndefined()
})

test.each([
  ['"a.b".c', ['a']],
  ['a."C"', ['a']],
  ['a.c', ["it's"]],
  ['a.c', ['back\\slash']],
  ['a.c', []],
])('an enum %s of %j is left to SQL', (name, labels) => {
  expect(statement(enumType, [name], { labels }).kysely).toBeUndefined()
})
