import { expect, test } from 'vitest'
import type { PictureLine } from '../../../shared/history-picture.ts'
import { labelled, shortName } from '../../../shared/history-shapes.ts'
import { firstWidth, moveInPicture, nextWidth, wholeWidth } from './picture-grid.ts'

const line = (...at: number[]): PictureLine => ({
  sort: 'table',
  schema: 'public',
  name: 't',
  was: [],
  from: 0,
  until: null,
  marks: at.map((each) => ({ at: each, mark: 'altered', text: '' })),
})

const LINES = [line(0, 4, 9), line(2, 8), line()]

test.each([
  ['ArrowRight', { line: 0, at: 4 }, { line: 0, at: 9 }],
  ['ArrowRight', { line: 0, at: 9 }, { line: 0, at: 9 }],
  ['ArrowLeft', { line: 0, at: 5 }, { line: 0, at: 4 }],
  ['Home', { line: 0, at: 9 }, { line: 0, at: 0 }],
  ['End', { line: 1, at: 2 }, { line: 1, at: 8 }],
  ['End', { line: 2, at: 2 }, { line: 2, at: 9 }],
  ['ArrowDown', { line: 0, at: 9 }, { line: 1, at: 8 }],
  ['ArrowDown', { line: 1, at: 2 }, { line: 2, at: 2 }],
  ['ArrowDown', { line: 2, at: 2 }, { line: 2, at: 2 }],
  ['ArrowUp', { line: 1, at: 8 }, { line: 0, at: 9 }],
  ['PageDown', { line: 0, at: 0 }, { line: 2, at: 0 }],
  ['x', { line: 0, at: 0 }, undefined],
])('%s goes from %o to %o', (key, from, to) => {
  expect(moveInPicture(LINES, 10, from, key)).toEqual(to)
})

test('fifty migrations are seen at once, five hundred are wide enough to tell marks apart', () => {
  expect(firstWidth(50, 1_000)).toBe(20)
  expect(firstWidth(500, 1_000)).toBe(8)
  expect(wholeWidth(500, 1_000)).toBe(2)
  expect(wholeWidth(3, 1_000)).toBe(32)
})

test('zooming goes from step to step and ends', () => {
  expect(nextWidth(2.1, 'wider')).toBe(4)
  expect(nextWidth(32, 'wider')).toBeUndefined()
  expect(nextWidth(8, 'narrower')).toBe(6)
  expect(nextWidth(1, 'narrower')).toBeUndefined()
})

test('labels stand where there is room for them', () => {
  expect(labelled(5, 40)).toEqual([0, 1, 2, 3, 4])
  expect(labelled(500, 2)).toHaveLength(30)
})

test.each([
  ['044_tags', '044'],
  ['20240131120000_tags', '20000'],
  ['add_tags', 'add_t'],
])('%s stands above its column as %s', (name, short) => {
  expect(shortName(name)).toBe(short)
})
