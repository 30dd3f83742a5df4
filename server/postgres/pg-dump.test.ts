import { expect, test } from 'vitest'
import { complaintIn, isWhole } from './pg-dump.ts'

test('of what pg_dump complains the error is told, not the statement behind it', () => {
  const denied = 'pg_dump: error: query failed: ERROR:  permission denied for table works'
  expect(
    complaintIn(
      `pg_dump: warning: so it is\n${denied}\npg_dump: detail: Query was: LOCK TABLE x\n`,
    ),
  ).toBe(denied)
  expect(complaintIn('Segmentation fault\n')).toBe('Segmentation fault')
})

test('one that was ended said nothing', () => expect(complaintIn('\n')).toBeUndefined())

test('what ends without the last words of a dump is none', () => {
  const end = '--\n-- PostgreSQL database dump complete\n--\n\n'
  const begin = '--\n-- PostgreSQL database dump\n--\n\n'
  expect([begin + end, `${begin}${end}\\unrestrict x\n\n`].map(isWhole)).toEqual([true, true])
  expect(['', 'hello', begin, begin + end.slice(0, 20)].map(isWhole)).toEqual([
    false,
    false,
    false,
    false,
  ])
})
