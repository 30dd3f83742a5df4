import { expect, test } from 'vitest'
import { cutCell, innerCuts, familyOf } from './cells.ts'

const MARKS = { cut: 'marks', timely: false } as const
const ID = '3f2c8a52-6a0e-4b57-9c4f-0d2b6f1f7a10'

test('a text is cut at its UUIDs and times, and its pieces make the text again', () => {
  const text = `{"id": "${ID}", "at": "2024-05-06T07:08:09.123Z", "n": 12}`
  const pieces = cutCell(text, MARKS)
  expect(pieces).toStrictEqual([
    { text: '{"id": "' },
    { value: ID, time: false },
    { text: '", "at": "' },
    { value: '2024-05-06T07:08:09.123Z', time: true },
    { text: '", "n": 12}' },
  ])
  const again = pieces.map((piece) => ('text' in piece ? piece.text : piece.value)).join('')
  expect(again).toBe(text)
})

test('words with digits are cut off at the signs between', () => {
  expect(cutCell('tok_a1b2-x', { cut: 'words', timely: false })).toStrictEqual([
    { text: 'tok_' },
    { value: 'a1b2', time: false },
    { text: '-x' },
  ])
})

test('a longer word is not cut inside, and an empty text is one piece', () => {
  expect(cutCell(`a${ID}`, MARKS)).toStrictEqual([{ text: `a${ID}` }])
  expect(cutCell('', MARKS)).toStrictEqual([{ text: '' }])
})

test('a whole cell is a moment where its column holds moments', () => {
  for (const timely of [true, false]) {
    expect(cutCell('1715000000000', { cut: 'whole', timely })).toStrictEqual([
      { value: '1715000000000', time: timely },
    ])
  }
})

test('types belong to families by the name that format_type prints', () => {
  expect(
    [
      'uuid',
      'uuid[]',
      'timestamp(3) without time zone',
      'date',
      'time with time zone',
      'smallint',
      'numeric(10,2)',
      'boolean',
      'bytea',
      'jsonb',
      'character varying(20)',
      'public.citext',
      'public.mood',
      'timetable',
      'interval day to second',
      'inet',
      'bit varying(5)',
      'int4range',
      'numrange',
    ].map(familyOf),
  ).toStrictEqual([
    'uuid',
    'other',
    'time',
    'time',
    'time',
    'integer',
    'number',
    'boolean',
    'bytes',
    'json',
    'text',
    'text',
    'other',
    'other',
    'time',
    'sealed',
    'sealed',
    'other',
    'sealed',
  ])
  expect(innerCuts('uuid')).toStrictEqual([])
})
