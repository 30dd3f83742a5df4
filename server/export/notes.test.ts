import { expect, test } from 'vitest'
import { writeSection } from './notes.ts'

const written = (text: string, section: string): string => {
  const result = writeSection(text, section)
  if (result.status !== 'written') throw new Error(result.why)
  return result.text
}

test.each(['', 'a', 'a\n', 'a\n\n', '# T\r\n\r\ntext\r\n', '\uFEFFa\n', 'a $& $1\n'])(
  'a section is added to %j, replaced in its place, and the rest stays byte for byte',
  (text) => {
    const once = written(text, 'one $& \nmore')
    expect(once.startsWith(text)).toBe(true)
    expect(written(once, 'one $& \nmore')).toBe(once)
    const followed = `${once}after\n`
    const twice = written(followed, 'two')
    expect(twice.startsWith(text) && twice.endsWith('after\n')).toBe(true)
    expect(twice).toContain('two')
    expect(twice).not.toContain('more')
    expect(written(twice, 'one $& \nmore')).toBe(followed)
  },
)

test.each([
  '<!-- rebaseline: begin -->',
  '<!-- rebaseline: end --> <!-- rebaseline: begin -->',
  '<!-- rebaseline: begin --><!-- rebaseline: end --><!-- rebaseline: end -->',
])('markers that do not fit are refused: %s', (text) => {
  expect(writeSection(text, 'x').status).toBe('refused')
})
