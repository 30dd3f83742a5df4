import fc from 'fast-check'
import { expect, test } from 'vitest'
import { differingStretches, nameInOneLine, partsOf, visibleText } from './visible-text.ts'

// fast-check has such a unit itself, and takes seconds to make it.
const anyCharacter = fc
  .integer({ min: 0, max: 0x10_ffff })
  .filter((point) => point < 0xd800 || point > 0xdfff)
  .map((point) => String.fromCodePoint(point))

const shown = (text: string, options?: Parameters<typeof visibleText>[1]): readonly string[] =>
  visibleText(text, options).lines.map(({ segments }) =>
    segments.map((segment) => (segment.differs ? `[${segment.text}]` : segment.text)).join(''),
  )

const between = (old: string, rebuilt: string): readonly string[] => {
  const [inOld, inRebuilt] = differingStretches(old, rebuilt)
  return [old.slice(inOld.start, inOld.end), rebuilt.slice(inRebuilt.start, inRebuilt.end)]
}

test('characters that hide are named', () => {
  expect(shown('a\u200bb\u00a0c\r\u202ed\ud800')).toEqual(['aU+200BbU+00A0cU+000DU+202EdU+D800'])
  expect(shown('\tx')).toEqual(['→\tx'])
  expect(shown('é😀 ß')).toEqual(['é😀 ß'])
})

test('a space at the beginning or the end of a line is seen, others stay spaces', () => {
  expect(shown(' a b  \n c ')).toEqual(['·a b··', ' c·'])
})

test('a line break that differs is seen', () => {
  expect(shown('a\n', { differs: { start: 1, end: 2 } })).toEqual(['a[↵]', ''])
})

test.each([
  ['volatile', 'stable', ['volatile', 'stable']],
  ['varchar(200)', 'varchar(255)', ['200', '255']],
  ['a, b DESC', 'a, b', [' DESC', '']],
  ['same', 'same', ['', '']],
  ['', 'all', ['', 'all']],
  ['x 😀 y', 'x 😁 y', ['😀', '😁']],
  ['aa', 'aaa', ['aa', 'aaa']],
])('%j and %j differ in %j', (old, rebuilt, expected) => {
  expect(between(old, rebuilt)).toEqual(expected)
})

test('what lies outside of a difference is the same on both sides', () => {
  const text = fc.string({ unit: anyCharacter, maxLength: 20 })
  fc.assert(
    fc.property(text, text, text, text, (head, old, rebuilt, tail) => {
      const sides = [head + old + tail, head + rebuilt + tail] as const
      const [inOld, inRebuilt] = differingStretches(...sides)
      expect(sides[0].slice(0, inOld.start)).toBe(sides[1].slice(0, inRebuilt.start))
      expect(sides[0].slice(inOld.end)).toBe(sides[1].slice(inRebuilt.end))
      expect(sides[0] === sides[1]).toBe(
        inOld.start === inOld.end && inRebuilt.start === inRebuilt.end,
      )
    }),
  )
})

test('a long text is clipped around its difference, says so, and can be shown whole', () => {
  const text = `${'select 1;\n'.repeat(20_000)}end`
  const differs = { start: text.length - 3, end: text.length }
  const clipped = visibleText(text, { differs })
  expect(clipped.clipped).toEqual({ shown: expect.any(Number), total: text.length })
  expect(clipped.lines.length).toBeLessThan(100)
  expect(clipped.lines.at(-1)).toMatchObject({ number: 20_001, segments: [{ text: 'end' }] })
  const whole = visibleText(text, { differs, extent: 'whole' })
  expect(whole.clipped).toBeUndefined()
  expect(whole.lines).toHaveLength(20_001)
})

test('a long text without line breaks is clipped as well', () => {
  const { lines, clipped } = visibleText('x'.repeat(1_000_000), {
    differs: { start: 500_000, end: 500_001 },
  })
  expect(clipped).toEqual({ shown: 4_000, total: 1_000_000 })
  expect(lines).toHaveLength(1)
  expect(lines[0]?.segments.some(({ differs }) => differs)).toBe(true)
})

test('a name is one line in a list, and nothing of it hides', () => {
  const names = ['line\nbreak', 'line break', '\u202egnp.exe', '\t', ' x ', 'x', 'z\u200b', 'z']
  const shown = names.map(nameInOneLine)
  expect(shown).toEqual([
    'line↵break',
    'line break',
    'U+202Egnp.exe',
    '→',
    '·x·',
    'x',
    'zU+200B',
    'z',
  ])
})

test('a name breaks after what separates its words, and says the same', () => {
  expect(partsOf('public.mail_templates.subject')).toEqual([
    'public.',
    'mail_',
    'templates.',
    'subject',
  ])
  expect(partsOf('f(pg_catalog.text)')).toEqual(['f(', 'pg_', 'catalog.', 'text)'])
  expect(partsOf('__proto__')).toEqual(['__proto__'])
  expect(partsOf('a_'.repeat(200))).toHaveLength(1)
  fc.assert(fc.property(fc.string(), (name) => partsOf(name).join('') === name))
})
