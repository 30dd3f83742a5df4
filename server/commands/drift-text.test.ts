import { expect, test } from 'vitest'
import type { Comparison } from '../../shared/finding.ts'
import type { MendRun } from '../mend/remedy.ts'
import { withLiveRebuilt, withStatements } from './drift-text.ts'

test.each([
  ['text order: old is libc C; rebuilt is ICU und', 'the live database is libc C; the baseline is'],
  ['text order: old is of collation version 1, rebuilt of 2', 'version 1, the baseline of 2'],
  [
    `the database's own owner: old has "a", rebuilt "b"`,
    'the live database has "a", the baseline "b"',
  ],
  ['rows: none was named with --seed, so none was read', 'rows: none was named'],
  [
    'rows of table public.a, left out of the seed: 3 rows stay behind on old; rebuilt has 0',
    'out of the seed: 3 rows in the live database; the baseline has 0',
  ],
  [
    'rows of table public.a, left out of the seed: nobody could count those that stay behind on old; rebuilt has an unknown number',
    'nobody could count those in the live database; the baseline has an unknown number',
  ],
  [
    "the migrator's own tables: only old has index a; only rebuilt has index b",
    'only the live database has index a; only the baseline has index b',
  ],
])('what is left out says which side is live: %s', (note, told) => {
  const comparison = { findings: [], notCompared: [note] } as Partial<Comparison> as Comparison
  const { notCompared } = withStatements(comparison, {} as Partial<MendRun> as MendRun)
  expect(notCompared).toEqual([expect.stringContaining(told)])
  expect(notCompared[0]).not.toMatch(/\bold\b|rebuilt/)
})

test.each([
  [
    'text order: old is libc C; rebuilt is ICU und',
    'what the migrations build is libc C; the live database is ICU',
  ],
  [
    'rows of table public.a, left out of the seed: 3 rows stay behind on old; rebuilt has 0',
    'out of the seed: 3 rows in what the migrations build; the live database has 0',
  ],
  [
    "the migrator's own tables: only old has index a; only rebuilt has index b",
    'only what the migrations build has index a; only the live database has index b',
  ],
])('what is left out says which side the migrations build: %s', (note, told) => {
  const comparison = { findings: [], notCompared: [note] } as Partial<Comparison> as Comparison
  const { notCompared } = withLiveRebuilt(comparison)
  expect(notCompared).toEqual([expect.stringContaining(told)])
  expect(notCompared[0]).not.toMatch(/\bold\b|rebuilt/)
})
