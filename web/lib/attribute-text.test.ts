import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AttributeValue } from '../../shared/model.ts'
import { absentWord, attributeTexts, shownAttributes } from './attribute-text.ts'

test('values that differ never look the same', () => {
  const { value } = fc.letrec<{ value: AttributeValue }>((tie) => ({
    value: fc.oneof(
      fc.constantFrom('', 'true', 'null', '1', '[]', '"a"', true, 1, null, 'a\nb'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
  }))
  fc.assert(
    fc.property(value, value, (old, rebuilt) => {
      const [first, second] = attributeTexts(old, rebuilt)
      expect(first === second).toBe(JSON.stringify(old) === JSON.stringify(rebuilt))
    }),
  )
})

test('a text stands as it is, a list an item a line, null and an empty list as nothing', () => {
  expect(attributeTexts('a "b"', null)).toEqual(['a "b"', undefined])
  expect(attributeTexts(['a', null], [])).toEqual(['"a"\nnull', undefined])
  expect(attributeTexts(null, [])).toEqual(['null', '[]'])
})

test('what only one side has is shown with its own values there', () => {
  const content = [{ name: 'text', value: 'One row per door' }]
  const attributes = [{ name: 'present', old: true, rebuilt: false }]
  expect(shownAttributes({ attributes, content, change: 'missing' })).toEqual([
    ...attributes,
    { name: 'text', old: 'One row per door', rebuilt: null },
  ])
  expect(shownAttributes({ attributes: [], content, change: 'added' })).toEqual([
    { name: 'text', old: null, rebuilt: 'One row per door' },
  ])
})

test('an attribute that differs is not told again with what the object is like', () => {
  const attributes = [{ name: 'privileges', old: null, rebuilt: ['SELECT'] }]
  const content = [
    { name: 'privileges', value: ['SELECT'] },
    { name: 'grantee', value: 'reader' },
  ]
  expect(shownAttributes({ attributes, content, change: 'added' })).toEqual([
    ...attributes,
    { name: 'grantee', old: null, rebuilt: 'reader' },
  ])
})

test('a missing row is not there, whether all differences of its table are missing rows or not', () => {
  for (const change of ['missing', 'changed'] as const) {
    expect(absentWord({ kind: 'rows', change }, 'row (id=1) missing', 'rebuilt')).toBe('not there')
  }
  expect(absentWord({ kind: 'rows', change: 'changed' }, 'row (id=1).name', 'rebuilt')).toBe('none')
  expect(absentWord({ kind: 'index', change: 'added' }, 'method', 'old')).toBe('not there')
  expect(absentWord({ kind: 'index', change: 'changed' }, 'predicate', 'old')).toBe('none')
})
