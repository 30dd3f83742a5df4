import { expect, test } from 'vitest'
import { baselineNamer, baselineNames, firstsAfter, whyLate } from './names.ts'

test.each([
  [['001_init', '025_tags'], [], '001_baseline', '002_seed_definitions'],
  [['0001_init', '0025_tags'], ['0026_more'], '0001_baseline', '0002_seed_definitions'],
  // The second number is taken by what stays.
  [['001_init'], ['002_accounts', '003_x'], '001_baseline', '001_seed_definitions'],
  [['0000_init'], ['0001_users'], '0000_baseline', '0000_seed_definitions'],
  // Numbers of one digit, and 10 sorts before 2.
  [['1_init', '10_tags'], ['2_users'], '001_baseline', '002_seed_definitions'],
  [['0003_new'], ['001_users'], '0001_baseline', '0002_seed_definitions'],
  [['0_init'], ['0_seed'], '0_init_baseline', '0_init_seed_definitions'],
  [
    ['20240101T1200_a', '20240102T1200_b'],
    ['20240103T1200_c'],
    '001_baseline',
    '002_seed_definitions',
  ],
  [['-first'], ['-second', 'a'], '-first_baseline', '-first_seed_definitions'],
  [['add_users'], ['add_users_email'], '001_baseline', '002_seed_definitions'],
  [['00'], ['000'], '00-baseline', '00-seed_definitions'],
  // What the last export wrote is archived with the others, and databases have run it.
  [['001_baseline', '002_seed_definitions', '057_x'], [], '057_baseline', '057_seed_definitions'],
])('%j before %j gets names of its own', (replaced, later, baseline, seed) => {
  const names = baselineNames(replaced, later)
  expect(whyLate(names, later)).toBeUndefined()
  expect(names).toStrictEqual([baseline, seed])
})

test('names that do not sort before what stays are told with the first such file', () => {
  expect(whyLate(['001_baseline', '002_seed'], ['0003_new', '004_x'])).toBe(
    '001_baseline and 002_seed sort after 0003_new, which stays and has to run after the baseline and the seed',
  )
  expect(whyLate(['001_baseline', '002_seed'], ['002_accounts'])).toContain('002_seed sorts after')
})

test('where no name sorts between them it says so', () => {
  expect(() => baselineNames(['!'], ['!!'])).toThrow(/between !, .* and !!, .* no name sorts/)
})

test('of what stays the first names tell the same as all of them, at every line', () => {
  const all = ['00', '000', '001_a', '0025_b', '1_init', '10_tags', '2_users', 'B', 'a', 'Ä', 'z']
  const usual = baselineNames(all)
  const namesAt = baselineNamer(all)
  for (const folder of [all, all.toReversed()]) {
    const firsts = firstsAfter(folder)
    expect(Math.max(...firsts.map((each) => each.length))).toBeLessThanOrEqual(2)
    for (const [at, last] of folder.entries()) {
      const [replaced, later] = [folder.slice(0, at + 1), folder.slice(at + 1)]
      const first = firsts[at] ?? []
      expect(outcome(() => namesAt(last, first))).toEqual(
        outcome(() => baselineNames(replaced, later)),
      )
      expect(whyLate(usual, first)).toBe(whyLate(usual, later))
    }
  }
})

function outcome<T>(ask: () => T): T | string {
  try {
    return ask()
  } catch (error) {
    return String(error)
  }
}
