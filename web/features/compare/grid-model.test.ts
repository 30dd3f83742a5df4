import { expect, test } from 'vitest'
import { emptyHeadings, firstLines } from './grid-model.ts'

const same = (value: string | null) => ({ old: value, rebuilt: value, status: 'same' }) as const
const line = (name: string, ...cells: readonly (string | null)[]) =>
  ({ name, status: 'same', cells: cells.map(same) }) as const

test('a heading without any value is left out, one with a value on one side never', () => {
  const grid = {
    kind: 'column',
    title: 'Columns',
    headings: ['Type', 'Collation', 'Comment'],
    lines: [
      {
        ...line('a', 'text', null, null),
        cells: [same('text'), same(null), { old: null, rebuilt: 'x', status: 'changed' as const }],
      },
      line('b', 'text', null, null),
    ],
  }
  expect(emptyHeadings(grid)).toEqual(new Set([1]))
})

test('of many lines all that differ are drawn, before the others', () => {
  const lines = Array.from({ length: 1_600 }, (_, number) => ({
    ...line(`c${number}`),
    status: number % 4 === 3 ? ('changed' as const) : ('same' as const),
  }))
  const first = firstLines(lines)
  expect(first).toHaveLength(400)
  expect(first.every(({ status }) => status === 'changed')).toBe(true)
  expect(firstLines(lines.slice(0, 200))).toHaveLength(200)
})
