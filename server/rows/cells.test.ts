import { expect, test } from 'vitest'
import { cutCell, cutsFor, familyOf } from './cells.ts'

const ID = '3f2c8a52-6a0e-4b57-9c4f-0d2b6f1f7a10'

test('a text is cut at its UUIDs and times, and its pieces make the text again', () => {
  const text = `{"id": "${ID}", "at": "2024-05-06T07:08:09.123Z", "n": 12}`
  const pieces = cutCell(text, 'marks', 'json')
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
  expect(cutCell('tok_a1b2-x', 'words', 'text')).toStrictEqual([
    { text: 'tok_' },
    { value: 'a1b2', time: false },
    { text: '-x' },
  ])
})

test('a longer word is not cut inside, and an empty text is one piece', () => {
  expect(cutCell(`a${ID}`, 'marks', 'text')).toStrictEqual([{ text: `a${ID}` }])
  expect(cutCell('', 'marks', 'text')).toStrictEqual([{ text: '' }])
})

test('a whole cell is a time by its type, its look, or as milliseconds', () => {
  const isTime = (cell: string, type: string): boolean =>
    cutCell(cell, 'whole', familyOf(type)).some((piece) => 'value' in piece && piece.time)
  expect(isTime('infinity', 'timestamp with time zone')).toBe(true)
  expect(isTime('2024-05-06', 'text')).toBe(true)
  expect(isTime('1715000000000', 'bigint')).toBe(true)
  expect(isTime('1715', 'bigint')).toBe(false)
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
  ])
  expect(cutsFor('uuid')).toStrictEqual(['whole'])
})
