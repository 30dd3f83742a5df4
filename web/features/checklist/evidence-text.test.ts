import { expect, test } from 'vitest'
import { evidenceText, kindText } from './evidence-text.ts'

const tables = { kind: 'table', old: 61, rebuilt: 62, equal: 61, findings: 1 }
const evidence = { counts: [tables], blocking: 0, acceptable: 0, hash: '' }

test('no difference is said with how much was compared', () => {
  expect(evidenceText(evidence)).toBe('0 differences; 62 objects compared')
  expect(evidenceText({ ...evidence, counts: [] })).toBe(
    '0 differences; nothing of these kinds exists',
  )
})

test('differences are counted by whether they block', () => {
  expect(evidenceText({ ...evidence, blocking: 1, acceptable: 2 })).toBe(
    '1 blocks, 2 acceptable; 62 objects compared',
  )
})

test('a kind is counted on both sides where they differ', () => {
  expect(kindText(tables)).toBe('61 tables (62 rebuilt)')
  expect(kindText({ ...tables, kind: 'index', old: 1, rebuilt: 1 })).toBe('1 index')
  expect(kindText({ ...tables, kind: 'rows', old: 1, rebuilt: 1 })).toBe('1 seed row')
})
