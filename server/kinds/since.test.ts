import { expect, test } from 'vitest'
import type { Kind } from '../../shared/kinds.ts'
import type { AttributeValue, CatalogObject } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import { modelOf, tableObject } from '../testing/compared-run.ts'
import type { Statement } from './kind.ts'
import { kinds } from './registry.ts'

type Values = Readonly<Record<string, AttributeValue>>

const objectOf = (kind: Kind, type: string, attributes: Values): CatalogObject => {
  const address = { type, names: ['public', 'a', 'b'], args: type.includes(' on ') ? ['bob'] : [] }
  return {
    kind,
    key: keyOf(address),
    address,
    parent: null,
    attributes,
    dependsOn: [],
    references: [],
  }
}

const GRANT = { grantee: 'bob', privileges: ['SELECT'], passedOn: [], standard: [] }
const VIEW = { definition: ' SELECT 1', checkOption: null, securityBarrier: false }
const KEY = {
  type: 'FOREIGN KEY',
  validated: true,
  period: false,
  enforced: true,
  nullsNotDistinct: false,
  onDeleteColumns: [],
}

const WHOLE = tableObject('a', { partitionKey: 'LIST (b)' })

/** Each with what an older major can read, and what only a younger one can. */
const MARKED: readonly (readonly [string, Kind, string, number, Values, Values])[] = [
  [
    'security_invoker',
    'view',
    'view',
    15,
    { ...VIEW, securityInvoker: false },
    { ...VIEW, securityInvoker: true },
  ],
  [
    'ON DELETE SET NULL (columns)',
    'constraint',
    'table constraint',
    15,
    KEY,
    { ...KEY, onDeleteColumns: ['b'] },
  ],
  [
    'NULLS NOT DISTINCT of a key',
    'constraint',
    'table constraint',
    15,
    KEY,
    { ...KEY, nullsNotDistinct: true },
  ],
  ['NOT ENFORCED', 'constraint', 'table constraint', 18, KEY, { ...KEY, enforced: false }],
  ['WITHOUT OVERLAPS', 'constraint', 'table constraint', 18, KEY, { ...KEY, period: true }],
  [
    'NULLS NOT DISTINCT of an index',
    'index',
    'index',
    15,
    { nullsNotDistinct: false },
    { nullsNotDistinct: true },
  ],
  ['UNLOGGED of a sequence', 'sequence', 'sequence', 15, { unlogged: false }, { unlogged: true }],
  ['VIRTUAL', 'default', 'default value', 18, { generated: 'stored' }, { generated: 'virtual' }],
]

test.each(MARKED)(
  '%s is marked with the major that brought it',
  (...[, kind, type, major, old, young]) => {
    const since = (attributes: Values) =>
      kinds[kind].since?.(objectOf(kind, type, attributes), modelOf([]))
    expect([since(old), since(young)]).toEqual([undefined, major])
  },
)

test.each([
  ['FOREIGN KEY', { ...KEY, validated: false }, 18],
  ['EXCLUDE', { ...KEY, type: 'EXCLUDE' }, 17],
])('%s of a partitioned table is marked where that is new', (_type, attributes, major) => {
  const of = (table: CatalogObject) => ({
    ...objectOf('constraint', 'table constraint', attributes),
    parent: table.key,
  })
  const mark = (table: CatalogObject) => kinds.constraint.since?.(of(table), modelOf([table]))
  expect([mark(tableObject('a')), mark(WHOLE)]).toEqual([undefined, major])
  expect(kinds.constraint.since?.({ ...of(WHOLE), attributes: KEY }, modelOf([WHOLE]))).toBe(
    undefined,
  )
})

test.each([
  ['privilege', 'privilege on table'],
  ['default-privilege', 'default-privilege on default acl'],
] as const)('MAINTAIN in a %s is marked, and a role of that name is not', (kind, type) => {
  const marks = (attributes: Values): (number | undefined)[] => {
    const object = objectOf(kind, type, attributes)
    const said: readonly Statement[] =
      kinds[kind].create?.(object, { model: modelOf([]), clauses: [], major: 18 }) ?? []
    return [...new Set(said.filter(({ sql }) => sql.includes('GRANT ')).map(({ since }) => since))]
  }
  expect(marks({ ...GRANT, privileges: ['MAINTAIN', 'SELECT'] })).toEqual([17])
  expect(marks({ ...GRANT, grantee: 'MAINTAIN' })).toEqual([undefined])
})
