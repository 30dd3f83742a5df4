import { expect, test } from 'vitest'
import { COMPARE_START, type CompareSearch } from '../../lib/compare-search.ts'
import { filterWords } from './filter-words.ts'

test.each<[number, Partial<CompareSearch>, string]>([
  [1070, {}, '1,070 objects with their parts'],
  [1070, { find: 'a' }, '1,070 objects with their parts'],
  [1, { find: 'a' }, '1 of 1,070 objects shown: the search hides 1,069'],
  [
    0,
    { status: 'missing', kind: 'table' },
    '0 of 1,070 objects shown: the status and the kind together hide 1,070',
  ],
  [
    8,
    { find: 'a', status: 'missing', kind: 'table', class: 'name' },
    '8 of 1,070 objects shown: the search, the status, the kind and the class together hide 1,062',
  ],
])('%i shown by %o', (shown, filter, words) => {
  expect(filterWords(shown, 1070, { ...COMPARE_START, ...filter })).toBe(words)
})
