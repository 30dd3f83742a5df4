import { expect, test } from 'vitest'
import type { Comparison, Finding } from './finding.ts'
import { counted, summarize } from './report.ts'

const finding = (kind: Finding['class']): Finding => ({
  class: kind,
  kind: 'index',
  change: 'changed',
  address: { type: 'index', names: ['public', 'i'], args: [] },
  attributes: [],
})

const comparison = (change: Partial<Comparison>): Comparison => ({
  verdict: 'equal',
  counts: {
    column: { old: 540, rebuilt: 540, equal: 540, findings: 0 },
    table: { old: 61, rebuilt: 61, equal: 61, findings: 0 },
    view: { old: 0, rebuilt: 0, equal: 0, findings: 0 },
  },
  findings: [],
  notCompared: [],
  ...change,
})

test('one of many is told as one', () => {
  expect(['index', 'policy', 'seed rows'].map((word) => counted(1, word))).toEqual([
    '1 index',
    '1 policy',
    '1 seed row',
  ])
  expect(counted(2, 'seed rows')).toBe('2 seed rows')
})

test('equal says how much was compared, in reading order, and what was not', () => {
  expect(summarize(comparison({}))).toEqual({
    verdict: 'equal',
    headline: '0 differences in 601 objects',
    coverage: '61 tables, 540 columns; not compared: nothing',
  })
})

test.each([
  ['acceptable', [finding('name')], '1 difference in 601 objects, it is acceptable'],
  [
    'acceptable',
    [finding('name'), finding('order')],
    '2 differences in 601 objects, all acceptable',
  ],
  [
    'different',
    [finding('name'), finding('structural')],
    '2 differences in 601 objects, 1 of them blocks',
  ],
  [
    'different',
    [finding('owner'), finding('structural')],
    '2 differences in 601 objects, 2 of them block',
  ],
  ['unknown', [], '0 differences in 601 objects that could be read'],
] as const)('%s: %#', (verdict, findings, headline) => {
  expect(summarize(comparison({ verdict, findings }))).toMatchObject({ verdict, headline })
})

test('what was left out is counted', () => {
  expect(summarize(comparison({ notCompared: ['rows of a'] })).coverage).toContain(
    'not compared: 1 item',
  )
})

test('where nothing was compared nothing is equal', () => {
  expect(summarize(comparison({ counts: {} }))).toEqual({
    verdict: 'unknown',
    headline: 'nothing was compared',
    coverage: 'no objects; not compared: nothing',
  })
})

test('a side with more objects is named', () => {
  const counts = { table: { old: 1, rebuilt: 3, equal: 1, findings: 2 } }
  expect(summarize(comparison({ counts })).headline).toContain('in 1 object (3 rebuilt)')
})

test.each([
  [1, 'index', '1 index'],
  [2, 'index', '2 indexes'],
  [2, 'row-level security policy', '2 row-level security policies'],
  [1_234, 'table', '1,234 tables'],
  [2, 'seed rows', '2 seed rows'],
])('%d %s', (number, word, expected) => {
  expect(counted(number, word)).toBe(expected)
})
