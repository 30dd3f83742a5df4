import { expect, test } from 'vitest'
import { childrenByParent, keyOf, type CatalogObject, type Model } from '../../shared/model.ts'
import type { Comparison, Finding } from '../../shared/finding.ts'
import { withBehaviour } from './behaviour.ts'

const address = { type: 'table constraint', names: ['public', 'works', 'own'], args: [] }
const object: CatalogObject = {
  kind: 'constraint',
  key: keyOf(address),
  address,
  parent: keyOf({ type: 'table', names: ['public', 'works'], args: [] }),
  attributes: {},
  dependsOn: [],
  references: [],
}
const model: Model = {
  objects: new Map([[object.key, object]]),
  children: childrenByParent([object]),
  unmodeled: [],
  server: {
    major: 18,
    version: '18',
    encoding: 'UTF8',
    locale: 'C',
    collationVersion: null,
    database: {},
    migratingRole: 'me',
  },
}
const EQUAL: Comparison = {
  verdict: 'equal',
  counts: { constraint: { old: 1, rebuilt: 1, equal: 1, findings: 0 } },
  findings: [],
  notCompared: ['x'],
}
const target = {
  type: 'check',
  title: 'CHECK',
  schema: 'public',
  of: 'works',
  name: 'own',
  enforced: true,
  isIndex: false,
} as const
const behaved = { old: 'refused (23514)', rebuilt: 'accepted' }
const differing = [{ target, ...behaved }]
const sides = { old: model, rebuilt: model }

test('what compares equal and behaves otherwise is a finding that blocks', () => {
  expect(withBehaviour(EQUAL, { differing: [] }, sides)).toBe(EQUAL)
  const { verdict, findings, counts, notCompared } = withBehaviour(EQUAL, { differing }, sides)
  expect([verdict, counts.constraint, notCompared]).toEqual([
    'different',
    { old: 1, rebuilt: 1, equal: 0, findings: 1 },
    ['x'],
  ])
  expect(findings).toEqual([
    expect.objectContaining({
      class: 'structural',
      address,
      attributes: [{ name: 'behaviour', old: 'refused (23514)', rebuilt: 'accepted' }],
    }),
  ])
})

test('so is a copy of a constraint in a partition, which no object stands for', () => {
  const part = { type: 'table', names: ['public', 'works_1'], args: [] }
  const table: CatalogObject = {
    ...object,
    kind: 'table',
    key: keyOf(part),
    address: part,
    parent: null,
  }
  const old = { ...model, objects: new Map([...model.objects, [table.key, table]]) }
  const copies = [{ target: { ...target, of: 'works_1' }, ...behaved }]
  const found = (side: Model) =>
    withBehaviour(EQUAL, { differing: copies }, { old: side, rebuilt: side })
  expect(found(old)).toMatchObject({
    verdict: 'different',
    findings: [{ kind: 'table', address: part }],
  })
  expect(found(model)).toMatchObject({ verdict: 'different', findings: [{ kind: 'unmodeled' }] })
})

test('what blocks already is not told once more', () => {
  const missing: Finding = {
    class: 'structural',
    kind: 'constraint',
    address,
    change: 'missing',
    attributes: [{ name: 'present', old: true, rebuilt: false }],
  }
  const compared: Comparison = { ...EQUAL, verdict: 'different', findings: [missing] }
  expect(withBehaviour(compared, { differing }, sides).findings).toEqual([missing])
})
