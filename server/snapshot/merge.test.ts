import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inTheWayOf, plainText } from './lines.ts'
import { merge } from './merge.ts'

const BASE = 'a\nb\nc\nd\ne\n'

test('what was edited stays and what changed is taken over, beside each other too', () => {
  const mine = 'a\n// about b\nb\nc\nD\ne\nextra\n'
  const theirs = 'a\nb\nC\nd\ne\n'
  expect(merge(BASE, mine, theirs)).toStrictEqual({
    text: 'a\n// about b\nb\nC\nD\ne\nextra\n',
    conflicts: [],
  })
})

test('the same change on both sides is no conflict', () => {
  expect(merge(BASE, 'a\nB\nc\nd\ne\n', 'a\nB\nc\nd\ne\n')).toStrictEqual({
    text: 'a\nB\nc\nd\ne\n',
    conflicts: [],
  })
})

test('two changes of one line are a conflict with both texts, and what stood stays', () => {
  expect(merge(BASE, 'a\nB of mine\nc\nd\ne\n', 'a\nB of theirs\nc\nd\nE\n')).toStrictEqual({
    text: 'a\nB of mine\nc\nd\nE\n',
    conflicts: [{ line: 2, mine: 'B of mine', theirs: 'B of theirs' }],
  })
})

test('a remark stays above the line that it is about, where something new comes before that', () => {
  expect(merge(BASE, 'a\n// about b\nb\nc\nd\ne\n', 'a\nnew\nb\nc\nd\ne\n').text).toBe(
    'a\nnew\n// about b\nb\nc\nd\ne\n',
  )
})

test('two insertions of code at one place are a conflict', () => {
  const { text, conflicts } = merge(BASE, 'a\nmine\nb\nc\nd\ne\n', 'a\ntheirs\nb\nc\nd\ne\n')
  expect([text, conflicts]).toStrictEqual([
    'a\nmine\nb\nc\nd\ne\n',
    [{ line: 2, mine: 'mine', theirs: 'theirs' }],
  ])
})

test('lines that were indented otherwise or end with a semicolon are still those lines', () => {
  const mine = 'a;\n    b;\n    c;\nd\ne\n'
  expect(merge(BASE, mine, 'a\nb\nnew\nc\nd\ne\n')).toStrictEqual({
    text: 'a;\n    b;\nnew\n    c;\nd\ne\n',
    conflicts: [],
  })
})

test('a file of Windows stays one, with its mark, and without an end where it had none', () => {
  const mine = '\uFEFFa\r\nb\r\nc\r\n// mine\r\nd\r\ne'
  expect(merge(BASE, mine, 'a\nB\nc\nd\ne\n').text).toBe('\uFEFFa\r\nB\r\nc\r\n// mine\r\nd\r\ne')
  expect(inTheWayOf('x\ny\n', mine)).toBe('\uFEFFx\r\ny\r\n')
  expect(plainText(mine)).toBe('a\nb\nc\n// mine\nd\ne')
})

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', 'd', '  a', '// x', ''), { maxLength: 12 })
  .map((lines) => lines.map((line) => `${line}\n`).join(''))

test('without a change on one side the text is that of the other', () => {
  fc.assert(
    fc.property(text, text, (base, other) => {
      expect(merge(base, base, other)).toStrictEqual({ text: other, conflicts: [] })
      expect(merge(base, other, base)).toStrictEqual({ text: other, conflicts: [] })
    }),
  )
})

test('each line of mine that is not in the base is in the result', () => {
  fc.assert(
    fc.property(text, text, text, (base, mine, theirs) => {
      const own = mine.replaceAll(/^(.*[ac].*)$/gm, '$1 // kept').split('\n')
      const { text: result } = merge(base, own.join('\n'), theirs)
      const kept = (lines: readonly string[]): readonly string[] =>
        lines.filter((line) => line.endsWith('// kept'))
      expect(kept(result.split('\n'))).toStrictEqual(kept(own))
    }),
  )
})
