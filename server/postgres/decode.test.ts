import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseArray, parserOf } from './decode.ts'

test('int8 stays text, small numbers, oids and booleans are read', () => {
  expect(parserOf(20)('9007199254740993')).toBe('9007199254740993')
  expect([parserOf(23)('-7'), parserOf(26)('4294967295'), parserOf(16)('f')]).toEqual([
    -7,
    4294967295,
    false,
  ])
})

test('dates, JSON, numerics and unknown types stay as Postgres prints them', () => {
  for (const oid of [114, 3802, 1184, 1700, 701, 99_999])
    expect(parserOf(oid)('{"a": 1.50}')).toBe('{"a": 1.50}')
})

test('any array of texts is read back', () => {
  const cell = fc.option(fc.string({ unit: 'grapheme' }))
  const print = (item: string | null): string =>
    item === null ? 'NULL' : `"${item.replace(/["\\]/g, '\\$&')}"`
  fc.assert(
    fc.property(fc.array(cell), (items) => {
      expect(parseArray(`{${items.map(print).join(',')}}`, String)).toEqual(items)
    }),
  )
})

test('nested arrays, bare words and explicit bounds are read', () => {
  expect(parseArray('{{a,NULL},{"N""ULL","NULL"}}'.replace('""', '\\"'), String)).toEqual([
    ['a', null],
    ['N"ULL', 'NULL'],
  ])
  expect(parseArray('[0:1]={1,2}', Number)).toEqual([1, 2])
  expect(parseArray('{}', String)).toEqual([])
})
