import { expect, test } from 'vitest'
import { numberingFindings } from './numbering.ts'

const CASES: readonly (readonly [
  what: string,
  names: readonly string[],
  found: readonly string[],
])[] = [
  ['nothing is missing', ['001_a', '002_b', '003_c'], []],
  ['one', ['001_a', '003_c'], ['gap: 002 is missing, between 001_a and 003_c']],
  ['the first number is anybody’s choice', ['007_a', '008_b'], []],
  ['by tens', ['010_a', '020_b', '040_c'], ['gap: 030 is missing, between 020_b and 040_c']],
  ['moments', ['20230101120000_a', '20230405120000_b', '20240101120000_c'], []],
  ['days', ['20230101_a', '20230102_b', '20230305_c'], []],
  ['names without numbers', ['alpha', 'beta'], []],
  ['a sign before it', ['_1_a', '_2_b', '_4_c'], ['gap: 3 is missing, between _2_b and _4_c']],
  [
    'two of one number',
    ['001_a', '001_b', '002_c'],
    [
      'duplicate: 001_a and 001_b have one number, 1: only the rest of their names says which is first',
    ],
  ],
  [
    'of another width',
    ['1_a', '01_b'],
    [
      'duplicate: 1_a and 01_b have one number, 1: only the rest of their names says which is first',
    ],
  ],
  ['letters on purpose', ['001a_x', '001b_y', '002_z'], []],
  [
    'one moment twice',
    ['20230101120000_a', '20230101120000_b'],
    [
      'duplicate: 20230101120000_a and 20230101120000_b have one number, 20230101120000: only the rest of their names says which is first',
    ],
  ],
]

test.each(CASES)('%s', (_, names, found) => {
  expect(numberingFindings(names).map(({ kind, text }) => `${kind}: ${text}`)).toEqual(found)
})
