import { expect, test } from 'vitest'
import { indexKind } from './index.ts'

test("an index's predicate is a condition to Kysely's types, so that a strict project compiles it", () => {
  const attributes = {
    method: 'btree',
    unique: true,
    nullsNotDistinct: false,
    columns: ['title'],
    include: [],
    predicate: '(removed IS NULL)',
    options: [],
    tablespace: null,
    valid: true,
    plain: true,
    statistics: [],
    extensions: [],
    clustered: false,
    replicaIdentity: false,
    attachedTo: null,
    origin: null,
    statement: '',
    definition: '',
    on: ['table', 'public', 'rooms'],
  }
  const address = { type: 'index', names: ['public', 'rooms_title'], args: [] }
  const object = { kind: 'index', key: '', address, parent: null, attributes } as unknown
  const context = { model: { objects: new Map() }, clauses: [], major: 18 } as unknown
  const [first] = indexKind.create?.(object as never, context as never) ?? []
  expect(first?.kysely).toContain('.where(sql<boolean>`(removed IS NULL)`)')
})
