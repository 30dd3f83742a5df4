import { expect, test } from 'vitest'
import type { Comparison } from '../../shared/finding.ts'
import type { MendRun } from '../mend/remedy.ts'
import { withStatements } from './drift.ts'

test.each([
  ['text order: old is libc C; rebuilt is ICU und', 'the live database is libc C; the baseline is'],
  ['text order: old is of collation version 1, rebuilt of 2', 'version 1, the baseline of 2'],
  [
    `the database's own owner: old has "a", rebuilt "b"`,
    'the live database has "a", the baseline "b"',
  ],
  ['rows: none was named with --seed, so none was read', 'rows: none was named'],
])('what is left out says which side is live: %s', (note, told) => {
  const comparison = { findings: [], notCompared: [note] } as Partial<Comparison> as Comparison
  const { notCompared } = withStatements(comparison, {} as Partial<MendRun> as MendRun)
  expect(notCompared).toEqual([expect.stringContaining(told)])
  expect(notCompared[0]).not.toMatch(/\bold\b|rebuilt/)
})
