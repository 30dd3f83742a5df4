import { expect, test } from 'vitest'
import { elapsed } from './duration.ts'

const START = '2026-01-05T10:00:00.000Z'

test.each([
  [400, '0 s'],
  [8_200, '8 s'],
  [59_600, '1 min 0 s'],
  [125_000, '2 min 5 s'],
  [11_430_000, '3 h 10 min'],
  [-3_000, '0 s'],
])('%d milliseconds later reads %s', (later, text) => {
  expect(elapsed(START, Date.parse(START) + later)).toBe(text)
})
