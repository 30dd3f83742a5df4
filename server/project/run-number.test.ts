import { rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { smallRun } from '../testing/small-run.ts'
import { claimRunNumber, keptNumberReader } from './run-number.ts'
import { placeOf } from './state-files.ts'

test('no two runs of a project get the same number, whoever makes them', async () => {
  const { project, keep } = await reviewedProject()
  await keep(smallRun(), 4)
  const numbers = await Promise.all([0, 0, 0, 7].map((last) => claimRunNumber(project, last)))
  expect(new Set(numbers).size).toBe(4)
  expect(Math.min(...numbers)).toBeGreaterThan(4)
  const next = Math.max(...numbers) + 1
  expect(await claimRunNumber(project, 0)).toBe(next)
  writeFileSync(placeOf(project, 'run-number.json'), '{"number":"x"}')
  expect(await claimRunNumber(project, next)).toBe(next + 1)
})

test('the number of the run that was kept last is seen as soon as it is', async () => {
  const { project, keep } = await reviewedProject()
  const kept = keptNumberReader(project)
  expect(await kept()).toBe(0)
  await keep(smallRun(), 3)
  expect(await kept()).toBe(3)
  await keep(smallRun(), 12)
  expect(await kept()).toBe(12)
  rmSync(placeOf(project, 'last-run.json'))
  expect(await kept()).toBe(0)
})
