import { expect, test } from 'vitest'
import { diffTexts } from './diff-text.ts'

const body = (count: number, change: (line: number) => string) =>
  Array.from({ length: count }, (_, line) => `  perform step_${line}(${change(line)});`).join('\n')

test('the same text is said to be the same', () => {
  expect(diffTexts({ old: 'a', rebuilt: 'a', layout: 'side' })).toEqual({ status: 'same' })
})

test.each(['side', 'unified'] as const)('a changed word is marked: %s', (layout) => {
  const answer = diffTexts({ old: 'select\n  old_name', rebuilt: 'select\n  new_name', layout })
  expect(answer).toMatchObject({ status: 'diff', extent: 'All 2 lines.' })
  if (answer.status !== 'diff') throw new Error('no diff')
  expect(answer.html).toContain('<del>')
  expect(answer.html).toContain('<ins>')
})

test('what hides is named on both sides, a space at an end too', () => {
  const answer = diffTexts({ old: "'draft '", rebuilt: "'draft\u200b'\r", layout: 'side' })
  expect(JSON.stringify(answer)).toMatch(/U\+200B.*U\+000D/)
})

test('texts are escaped', () => {
  const answer = diffTexts({ old: '<img src=x>', rebuilt: '<img src=y>', layout: 'side' })
  expect(JSON.stringify(answer)).not.toContain('<img')
})

test('of 20,000 lines with a few changes those around them are shown', () => {
  const answer = diffTexts({
    old: body(20_000, () => 'a'),
    rebuilt: body(20_000, (line) => (line % 10_000 === 0 ? 'b' : 'a')),
    layout: 'side',
  })
  expect(answer.status).toBe('diff')
})

// Without a limit it would be minutes.
test('20,000 changed lines are refused in about a second', { timeout: 120_000 }, () => {
  const start = performance.now()
  const answer = diffTexts({
    old: body(20_000, () => 'a'),
    rebuilt: body(20_000, () => 'b'),
    layout: 'side',
  })
  expect(answer.status).toBe('too-large')
  expect(performance.now() - start).toBeLessThan(60_000)
})

test('one endless line is refused', () => {
  const answer = diffTexts({ old: 'a'.repeat(1e6), rebuilt: 'b'.repeat(1e6), layout: 'side' })
  expect(answer.status).toBe('too-large')
})
