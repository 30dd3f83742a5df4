import { expect, test } from 'vitest'
import { keyOf, type Address, type CatalogObject, type Model } from '../../shared/model.ts'
import type { Finding } from '../../shared/finding.ts'
import type { Fault } from './fault.ts'
import { judge } from './judge.ts'
import { roundsOf } from './rounds.ts'
import { rowFaultsOf } from './row-faults.ts'
import { zoneOf } from './zones.ts'

const address = (...names: readonly string[]): Address => ({ type: 'table', names, args: [] })
const key = (name: string): string => keyOf(address('public', name))
const fault = (name: string, zone: readonly string[], attribute: string | null = null): Fault => ({
  key: key(name),
  kind: 'table',
  address: address('public', name),
  attribute,
  statements: [`drop ${name}`],
  zone: new Set([name, ...zone].map(key)),
})
const finding = (name: string, attribute = 'present'): Finding => ({
  class: 'structural',
  kind: 'table',
  address: address('public', name),
  change: 'missing',
  attributes: [{ name: attribute, old: true, rebuilt: false }],
})

test('what falls with two faults may fall with both, but no fault is about it then', () => {
  const rounds = roundsOf([fault('a', ['v']), fault('b', ['v']), fault('v', [])])
  expect(rounds.map((round) => round.map(({ address: { names } }) => names[1]))).toEqual([
    ['a', 'b'],
    ['v'],
  ])
})

test('two faults of one object go into two rounds', () => {
  expect(roundsOf([fault('a', []), fault('a', [], 'options')])).toHaveLength(2)
})

test('a zone is all that stands on an object, at whatever distance, circles included', () => {
  const standing = new Map([
    ['a', ['b']],
    ['b', ['c', 'a']],
  ])
  expect([...zoneOf('a', standing)]).toEqual(['a', 'b', 'c'])
})

test('a fault that no finding is about has escaped; one told by another attribute too', () => {
  const faults = [fault('a', []), fault('b', [], 'options'), fault('c', [], 'options')]
  const judged = judge(faults, [finding('b', 'persistence'), finding('c', 'options')], [])
  expect(judged.escaped.map(({ address: { names } }) => names[1])).toEqual(['a', 'b'])
  expect(judged.caught).toHaveLength(1)
  expect(judged.strange).toEqual([])
})

test('what a comparison finds without faults neither catches nor is strange; anything else outside the zones is', () => {
  const usual = finding('a')
  const judged = judge([fault('a', ['v'])], [usual, finding('v'), finding('x')], [usual])
  expect(judged.escaped).toHaveLength(1)
  expect(judged.strange).toEqual([finding('x')])
})

test('what is volatile is the same whichever values of it are shown, and nothing else is', () => {
  const shown = (found: Finding['class'], name: string, old: string): Finding => ({
    ...finding('x'),
    class: found,
    kind: 'rows',
    attributes: [{ name, old, rebuilt: 'z' }],
  })
  const strange = (one: Finding, other: Finding): number =>
    judge([fault('a', [])], [one], [other]).strange.length
  expect(
    strange(shown('volatile', 'id (4 rows)', 'a'), shown('volatile', 'id (3 rows)', 'b')),
  ).toBe(0)
  expect(
    strange(shown('volatile', 'id (4 rows)', 'a'), shown('volatile', 'at (4 rows)', 'a')),
  ).toBe(1)
  expect(strange(shown('structural', 'id', 'a'), shown('structural', 'id', 'b'))).toBe(1)
})

test('default privileges of what is made anew are no finding without a fault; of what is only changed they are', () => {
  const given = (name: string): Finding => ({
    ...finding(name, 'privileges'),
    class: 'privilege',
    kind: 'privilege',
    change: 'added',
    address: { type: 'privilege on table', names: ['public', name], args: ['reader'] },
  })
  const remade = {
    ...fault('a', [], 'options'),
    statements: ['DROP TABLE a', 'CREATE TABLE a (id integer)'],
  }
  const findings = [given('a'), given('b')]
  expect(judge([remade, fault('b', [], 'options')], findings, []).strange).toEqual([given('b')])
})

test('each sequence is made to stand elsewhere in two ways, each told by what of it is another', () => {
  const sequence = keyOf({ type: 'sequence', names: ['public', 'numbers'], args: [] })
  const states = [{ sequence, name: '"public"."numbers"', lastValue: '7', isCalled: true }]
  const seed = { tables: [], sequences: states }
  const model: Pick<Model, 'objects'> = { objects: new Map() }
  const { faults } = rowFaultsOf(seed, model, null)
  expect(faults.map(({ statements, otherwise }) => [statements, otherwise])).toEqual([
    [[set(8, true)], [[set(6, true)]]],
    [[set(7, false)], []],
  ])
  const told = (name: string, kind: Finding['kind'] = 'sequence-state'): Finding => ({
    ...finding('numbers', name),
    kind,
    address: { type: 'sequence', names: ['public', 'numbers'], args: [] },
  })
  const escaped = (...findings: readonly Finding[]): (string | null)[] =>
    judge(faults, findings, []).escaped.map(({ attribute }) => attribute)
  expect(escaped(told('lastValue'))).toEqual(['isCalled'])
  expect(escaped(told('isCalled'))).toEqual(['lastValue'])
  expect(escaped(told('lastValue', 'sequence'), told('isCalled', 'sequence'))).toHaveLength(2)
  const sequences = new Map(states.map((state) => [state.sequence, state]))
  expect(rowFaultsOf(seed, model, { tables: new Map(), sequences }).faults).toEqual([])
  // Another sequence that moved is told by no fault.
  expect(judge([], [told('lastValue')], []).strange).toHaveLength(1)
})

const set = (value: number, isCalled: boolean): string =>
  `select pg_catalog.setval('"public"."numbers"'::pg_catalog.regclass, ${value}, ${isCalled})`

test('of a table that an extension made, only rows that are seed are taken, changed or copied', () => {
  const rules = keyOf({ type: 'table', names: ['public', 'rules'], args: [] })
  const columns = [
    { name: 'id', type: 'integer', notNull: true, hasDefault: false, identity: null },
    { name: 'name', type: 'text', notNull: false, hasDefault: false, identity: null },
  ]
  const seed = {
    tables: [{ table: rules, columns, key: ['id'], rows: [['2', 'ours']] }],
    sequences: [],
  }
  const address: Address = { type: 'extension', names: ['kept'], args: [] }
  const extension = {
    kind: 'extension',
    key: keyOf(address),
    address,
    parent: null,
    dependsOn: new Set<string>(),
    attributes: { configuration: [JSON.stringify(['table', 'public', 'rules', 'WHERE NOT own'])] },
  } as unknown as CatalogObject
  const sources = (...objects: readonly CatalogObject[]): (string | undefined)[] => {
    const model = { objects: new Map(objects.map((object) => [object.key, object])) }
    return rowFaultsOf(seed, model, null).faults.map(
      ({ statements }) => / from (\(.*?\)|only \S+) t /.exec(statements.at(-1) ?? '')?.[1],
    )
  }
  const [own, all] = [
    '(select ctid, * from only "public"."rules" WHERE NOT own)',
    'only "public"."rules"',
  ]
  expect(sources(extension)).toEqual([own, own, own])
  expect(sources()).toEqual([all, all, all])
})
