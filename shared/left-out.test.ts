import { expect, test } from 'vitest'
import { leftOutText } from './left-out.ts'

test.each([
  [3, 0, '3 rows stay behind on old; rebuilt has 0'],
  [1, 1200, '1 row stays behind on old; rebuilt has 1,200'],
  [null, null, 'nobody could count those that stay behind on old; rebuilt has an unknown number'],
])('of %s rows on old and %s on rebuilt both are told', (old, rebuilt, told) => {
  const table = 'table public.audit_log'
  expect(leftOutText({ table, old, rebuilt })).toBe(
    `rows of table public.audit_log, left out of the seed: ${told}`,
  )
})
