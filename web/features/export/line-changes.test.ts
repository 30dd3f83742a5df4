import { expect, test } from 'vitest'
import { aroundChanges, lineChanges } from './line-changes.ts'

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}\n`)

test('a changed line stands before and after, among those that stay', () => {
  expect(lineChanges('a\nb\nc\n', 'a\nB\nc\n')).toEqual([
    { mark: ' ', text: 'a' },
    { mark: '−', text: 'b' },
    { mark: '+', text: 'B' },
    { mark: ' ', text: 'c' },
  ])
})

test('what is far from a change is left out, and that is shown', () => {
  const before = lines(20).join('')
  const after = before.replace('line 10\n', 'line ten\n')
  const shown = aroundChanges(lineChanges(before, after) ?? [], 1)
  expect(shown.map(({ mark, text }) => `${mark}${text}`)).toEqual([
    '…',
    ' line 9',
    '−line 10',
    '+line ten',
    ' line 11',
    '…',
  ])
})

test('texts that would take too long are not compared line by line', () => {
  expect(lineChanges('a\n'.repeat(200_000), 'b\n')).toBeUndefined()
})
