import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { withEndsOf, withPlainEnds } from './line-ends.ts'

test('a file keeps its line ends where nothing was changed, and new lines end as most do', () => {
  expect(withEndsOf('a\r\nb\r\n', 'a\nnew\nb\n')).toBe('a\r\nnew\r\nb\r\n')
  expect(withEndsOf('a\r\nb\nc\r\n', 'a\nb\nc\nd\n')).toBe('a\r\nb\nc\r\nd\r\n')
  expect(withEndsOf('a\nb\nc\r\n', 'x\na\nb\nc\n')).toBe('x\na\nb\nc\r\n')
  expect(withEndsOf('a\rb\r', 'a\nx\nb\n')).toBe('a\rx\rb\r')
  expect(withEndsOf('a\nb', 'a\nc')).toBe('a\nc')
})

const Text = fc
  .array(fc.constantFrom('a', 'b', '\n', '\r\n', '\r'), { maxLength: 12 })
  .map((parts) => parts.join(''))

test('whatever was edited is what stands there, and nothing at all where nothing was', () => {
  fc.assert(
    fc.property(Text, Text, (before, after) => {
      const edited = withPlainEnds(after)
      expect(withEndsOf(before, withPlainEnds(before))).toBe(before)
      expect(withPlainEnds(withEndsOf(before, edited))).toBe(edited)
    }),
  )
})
