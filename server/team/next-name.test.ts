import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nextName, wordsAfterNumber } from './next-name.ts'

const NOW = new Date('2026-12-01T10:20:30.456Z')
const SEED = ['001_baseline', '002_seed_definitions']

const next = (
  known: readonly string[],
  later: readonly string[] = [],
  taken: readonly string[] = [],
): string =>
  nextName('add_age', { after: [...SEED, ...later], known: [...known, ...later], taken, now: NOW })

test.each([
  [['001_a', '050_b'], [], '051_add_age'],
  [['001_a', '050_b'], ['061_c'], '062_add_age'],
  [['0001_a', '0050_b'], [], '0051_add_age'],
  [['01-a', '12-b'], [], '013-add_age'],
  [['1_a', '9_b', '10_c'], [], '011_add_age'],
  [['001_a', '999_b'], [], '1000_add_age'],
  [['20230101_a', '20260101_b'], [], '20261201_add_age'],
  [['20230101120000_a'], [], '20261201102030_add_age'],
  [['2023-01-01T10:00:00_a'], [], '2026-12-01T10:20:30_add_age'],
  [['2023_01_01_a'], [], '2026_12_01_add_age'],
  [['1672531200000-a'], [], '1796120430456-add_age'],
  [['add_users', 'users_name'], [], 'add_age'],
] as const)('after %j and later %j comes %s', (known, later, expected) => {
  expect(next(known, later)).toBe(expected)
})

test('a number that grows by a digit still sorts after the one before', () => {
  const name = next(['998_a'], ['999_b'])
  expect([name > '999_b', name]).toStrictEqual([true, '999z_add_age'])
})

test('of two branches none is told a number that the other has', () => {
  expect(next(['050_a'], [], ['051_x'])).toBe('052_add_age')
})

test('words are what follows the number', () => {
  const words = ['0003_new', '2023-01-01T10:00:00_a-b', 'plain', '007', '12.x'].map(
    wordsAfterNumber,
  )
  expect(words).toStrictEqual(['new', 'a-b', 'plain', 'change', 'x'])
  const capitals = [
    '0003_Tags',
    '003ZipCodes',
    '20260101T101010Z_Tags',
    '2026-01-01T10:10:10Z-zones',
  ]
  expect(capitals.map(wordsAfterNumber)).toStrictEqual(['Tags', 'ZipCodes', 'Tags', 'zones'])
})

test('whatever the names are, the next one sorts after the seed and all later ones and is free', () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  const numbered = fc.tuple(fc.stringMatching(/^\d{1,14}$/), word).map((parts) => parts.join('_'))
  const names = fc.array(fc.oneof(word, numbered), { maxLength: 8 })
  fc.assert(
    fc.property(names, names, names, word, (known, later, taken, words) => {
      const name = nextName(words, { after: [...SEED, ...later], known, taken, now: NOW })
      const before = [...SEED, ...later].toSorted().at(-1) ?? ''
      expect(name > before).toBe(true)
      expect([...later, ...known, ...taken]).not.toContain(name)
    }),
  )
})
