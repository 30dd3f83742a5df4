import { expect, test } from 'vitest'
import type { Comparison, Finding } from '../../shared/finding.ts'
import { comparisonText } from './print.ts'

const index = (name: string, more: Partial<Finding> = {}): Finding => ({
  class: 'structural',
  kind: 'index',
  address: { type: 'index', names: ['public', name], args: [] },
  change: 'missing',
  attributes: [{ name: 'present', old: true, rebuilt: false }],
  ...more,
})

const compared = (
  findings: readonly Finding[],
  notCompared: readonly string[] = [],
): Comparison => ({
  verdict: findings.length > 0 ? 'different' : 'equal',
  counts: { index: { old: 9, rebuilt: 9, equal: 9 - findings.length, findings: findings.length } },
  findings,
  notCompared,
})

test('an equal comparison says how much was compared, and that nothing was left out', () => {
  expect(comparisonText(compared([]))).toBe(
    'Equal: 0 differences in 9 objects\n9 indexes; not compared: nothing',
  )
})

test('what was not compared is said, each with its reason', () => {
  const text = comparisonText(compared([], ['rows: none was named with --seed\u0007']))
  expect(text).toContain('not compared: 1 item\n')
  expect(text).toContain('\n  not compared: rows: none was named with --seed\\u{0007}')
})

test('findings are grouped by class, what blocks first, with both values', () => {
  const text = comparisonText(
    compared([
      index('b', {
        class: 'name',
        change: 'renamed',
        attributes: [{ name: 'name', old: 'b', rebuilt: 'c' }],
      }),
      index('a'),
      index('d', {
        class: 'owner',
        kind: 'owner',
        address: { type: 'owner on table', names: ['public', 'd'], args: [] },
        change: 'changed',
        attributes: [{ name: 'role', old: 'boss', rebuilt: '' }],
        note: 'somebody\u001b[0m else',
      }),
    ]),
  )
  expect(text.split('\n').slice(2)).toStrictEqual([
    'structural: the databases behave differently (1, blocks)',
    '  ✗ index public.a is missing',
    'owner: it belongs to another role (1, blocks)',
    '  ✗ owner on table public.d changed',
    '      role: boss → the migrating role',
    '      (somebody\\u{001b}[0m else)',
    'name: another name, same definition (1, acceptable)',
    '  ≈ index public.b was renamed',
    '      name: b → c',
  ])
})

test('what belongs to the whole database, and to whoever migrates, is told in words', () => {
  const text = comparisonText(
    compared([
      index('p', {
        kind: 'database',
        address: { type: 'database', names: [], args: [] },
        change: 'changed',
        attributes: [
          { name: 'encoding', old: 'LATIN1', rebuilt: 'UTF8' },
          { name: 'roles', old: ['public'], rebuilt: ['', 'ada'] },
        ],
      }),
    ]),
  )
  expect(text.split('\n').slice(3)).toStrictEqual([
    '  ✗ database changed',
    '      encoding: LATIN1 → UTF8',
    '      roles: ["public"] → ["the migrating role","ada"]',
  ])
})

test('of many findings some of every class are shown, and how many more there are', () => {
  const many = Array.from({ length: 20 }, (_, number) => index(`i${number}`))
  const named = ['n', 'o', 'p'].map((name) => index(name, { class: 'name' }))
  const text = comparisonText(compared([...many, ...named]), 12)
  expect(text.match(/✗/g)).toHaveLength(12)
  expect(text).toContain(
    [
      '  … and 8 more',
      'name: another name, same definition (3, acceptable)',
      '  ≈ index public.n is missing',
      '  ≈ index public.o is missing',
      '  … and 1 more',
    ].join('\n'),
  )
})
