import { expect, test } from 'vitest'
import { keyOf } from '../../shared/model.ts'
import type { SeedData } from '../../shared/rows.ts'
import { compareRows } from './compare-rows.ts'

const state = (lastValue: string, isCalled: boolean): SeedData => ({
  tables: [],
  sequences: [
    {
      sequence: keyOf({ type: 'sequence', names: ['public', 's'], args: [] }),
      name: '"public"."s"',
      lastValue,
      isCalled,
    },
  ],
})

test('a called sequence is not one at the same value that was not', () => {
  expect(compareRows(state('1', false), state('1', true), null).findings).toMatchObject([
    {
      class: 'structural',
      kind: 'sequence-state',
      attributes: [{ name: 'isCalled', old: false, rebuilt: true }],
    },
  ])
})

test('one that also differs between two builds is volatile', () => {
  const other = state('7', true)
  const sequences = new Map(other.sequences.map((each) => [each.sequence, each]))
  const { findings, counts } = compareRows(state('5', true), other, {
    tables: new Map(),
    sequences,
  })
  expect(findings.map((finding) => finding.class)).toStrictEqual(['volatile'])
  expect(counts['sequence-state']).toStrictEqual({ old: 1, rebuilt: 1, equal: 0, findings: 1 })
})
