import { expect, test } from 'vitest'
import { memoryLimit } from './memory.ts'

const gibibytes = (number: number): number => number * 1_073_741_824

test('a migration may have half of the machine, and not more than Node gives by itself', () => {
  expect(memoryLimit({}, gibibytes(2))).toBe(1024)
  expect(memoryLimit({}, gibibytes(64))).toBe(4096)
  expect(memoryLimit({})).toBeGreaterThan(100)
})

test('what NODE_OPTIONS says of it holds', () => {
  const options = '--enable-source-maps --max-old-space-size=9000'
  expect(memoryLimit({ NODE_OPTIONS: options }, gibibytes(2))).toBe(9000)
})
