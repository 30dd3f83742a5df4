import { expect, test } from 'vitest'
import { plantedExit, plantedLines } from './planted-text.ts'

const NONE = {
  planted: 0,
  caught: 0,
  rounds: 0,
  objects: 0,
  milliseconds: 1,
  escaped: [],
  strange: [],
  spared: [],
}

test('where no fault could be planted nobody can tell, and that is no success', () => {
  expect(plantedLines(NONE)).toEqual([
    'Planted faults: could not tell: 0 of 0 planted faults caught, in 0 rounds, on 0 objects',
  ])
  expect(plantedExit(NONE, 0)).toBe(2)
})

test('where all were caught the comparison says what comes of it', () => {
  const well = { ...NONE, planted: 2, caught: 2 }
  expect([plantedExit(well, 0), plantedExit(well, 1), plantedExit(undefined, 1)]).toEqual([0, 1, 1])
})

test('what was caught is told by kind, and by what was changed', () => {
  const index = {
    kind: 'index',
    changes: [
      { change: 'dropped', faults: 1200 },
      { change: 'unique', faults: 3 },
    ],
  } as const
  const lines = plantedLines({
    ...NONE,
    planted: 1203,
    caught: 1203,
    caughtOf: [{ ...index, changes: [...index.changes] }],
  })
  expect(lines[1]).toBe('  caught: index 1,203: dropped 1,200, unique 3')
})

test('what escaped, or was found without a fault, ends with 2', () => {
  const fault = { object: 'index public.a', change: 'unique', detail: 'drop' }
  expect(plantedExit({ ...NONE, planted: 1, escaped: [fault] }, 0)).toBe(2)
  expect(plantedExit({ ...NONE, planted: 1, caught: 1, strange: ['table a'] }, 1)).toBe(2)
})
