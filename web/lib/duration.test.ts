import { expect, test } from 'vitest'
import { elapsed, millisecondsText } from './duration.ts'

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

test.each([
  [0, '0 ms'],
  [0.44, '0.4 ms'],
  [37.6, '38 ms'],
  [3_210, '3.2 s'],
  [12_400, '12 s'],
  [125_000, '2 min 5 s'],
])('%d milliseconds read %s', (milliseconds, text) => {
  expect(millisecondsText(milliseconds)).toBe(text)
})
