import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AttributeValue } from '../../shared/model.ts'
import { visible, visibleLines, visiblePair } from './visible.ts'

// fast-check has such a unit itself, and takes seconds to make it.
const anyCharacter = fc
  .integer({ min: 0, max: 0x10_ffff })
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point))

test.each([
  ['\u001b[31mred\u001b[0m', '\\u{001b}[31mred\\u{001b}[0m'],
  ['a\nb\r\tc\u0007', 'a\\nb\\r\\tc\\u{0007}'],
  ['\u202edcba', '\\u{202e}dcba'],
  ['a\u00a0b\u200bc\u2028', 'a\\u{00a0}b\\u{200b}c\\u{2028}'],
  ['\u{e0041}\ud800', '\\u{e0041}\\u{d800}'],
  ["it's — größer 😀 ✓", "it's — größer 😀 ✓"],
])('%j can not steer a terminal or hide in it', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

test('nothing but printable characters is left of any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      expect(visible(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
    }),
  )
})

test('lines of ours stay lines', () => {
  expect(visibleLines('a\n\u0007b')).toBe('a\n\\u{0007}b')
})

test.each<[AttributeValue, AttributeValue, string, string]>([
  ['a', 'b', 'a', 'b'],
  ['null', null, '"null"', 'null'],
  ['1', 1, '"1"', '1'],
  ['a\\n', 'a\n', '"a\\\\n"', '"a\\n"'],
  ['\nbody\n', 'body', '\\nbody\\n', 'body'],
  ['a ', 'a', '"a "', 'a'],
  ['', null, '""', 'null'],
  [['a', null], ['a'], '["a",null]', '["a"]'],
])('%j and %j look different', (old, rebuilt, left, right) => {
  expect(visiblePair(old, rebuilt)).toStrictEqual([left, right])
})

test('two values that differ look different, however long they are', () => {
  const value = fc.oneof(
    fc.string({ unit: anyCharacter, maxLength: 400 }),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.string()),
  )
  fc.assert(
    fc.property(value, value, fc.string({ maxLength: 400 }), (a, b, start) => {
      const [old, rebuilt] =
        typeof a === 'string' && typeof b === 'string' ? [start + a, start + b] : [a, b]
      fc.pre(JSON.stringify(old) !== JSON.stringify(rebuilt))
      const [left, right] = visiblePair(old, rebuilt)
      expect(left).not.toBe(right)
    }),
  )
})

test('a long value is shown where it differs', () => {
  const [old, rebuilt] = visiblePair(`${'x'.repeat(1000)}old`, `${'x'.repeat(1000)}new`)
  expect([old, rebuilt]).toStrictEqual([`…${'x'.repeat(40)}old`, `…${'x'.repeat(40)}new`])
})
