import { expect, test } from 'vitest'
import { lineIn } from './folder-line.ts'

const folder = (...names: string[]) => ({
  folder: '/project/migrations',
  files: names.map((name) => ({ name, file: `${name}.ts` })),
})
const FOLDER = folder('001_users', '002_rooms', '020_tags', '020_user_tags', '021_notes')

test.each([
  ['002_rooms', 2],
  ['002_rooms.ts', 2],
  ['migrations/002_rooms.ts', 2],
  ['002', 2],
  ['002_', 2],
  ['020_user_tags', 4],
  ['021_notes', 5],
])('%s is the line after %i migrations', (meant, count) => {
  const { replaced, later } = lineIn(FOLDER, meant)
  expect([replaced.length, later.length]).toStrictEqual([count, 5 - count])
})

test.each([
  ['020', 'it can be each of 020_tags, 020_user_tags'],
  ['2_rooms', 'no migration has that name; the nearest are 002_rooms, '],
  ['020_tag', 'no migration has that name; the nearest are 020_tags, 020_user_tags, '],
  ['00', 'no migration has that name; the nearest are 001_users, '],
  ['', 'no migration has that name'],
])('%j is refused, with what may be meant', (meant, told) => {
  expect(() => lineIn(FOLDER, meant)).toThrow(told)
})

test('a name that begins another one is that one', () => {
  expect(lineIn(folder('a', 'a_b', 'a_b_c'), 'a_b').later).toHaveLength(1)
})
