import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ProblemCheck, type Problems } from './problem-check.ts'

const SLIP = { line: 3, column: 1, message: 'Cannot find name' }
let told: Problems[]
let answers: { readonly give: (count: number) => void; readonly fail: () => void }[]
let check: ProblemCheck

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  answers = []
  check = new ProblemCheck({
    count: () =>
      new Promise((resolve, reject) => {
        answers.push({ give: resolve, fail: () => reject(new Error('no worker')) })
      }),
    tell: (problems) => void told.push(problems),
  })
})
afterEach(() => vi.useRealTimers())

const last = (): Problems | undefined => told.at(-1)
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(600)

test('nothing marked is no answer: only TypeScript’s own is', async () => {
  check.marked([])
  check.ask()
  expect(last()).toEqual({ state: 'checking', found: [] })
  answers[0]?.give(0)
  await settled()
  expect(last()).toEqual({ state: 'checked', found: [] })
})

test('what was counted has to be marked before it is an answer', async () => {
  check.ask()
  answers[0]?.give(1)
  await settled()
  expect(last()?.state).toBe('checking')
  check.marked([SLIP])
  expect(last()).toEqual({ state: 'checked', found: [SLIP] })
})

test('asked anew, nothing is known until it has answered again', async () => {
  check.ask()
  answers[0]?.give(0)
  await settled()
  expect(last()?.state).toBe('checked')
  check.ask()
  expect(last()?.state).toBe('checking')
})

test('an answer for a text that was changed since is none', async () => {
  check.ask()
  check.typed()
  answers[0]?.give(0)
  await vi.advanceTimersByTimeAsync(400)
  expect([last()?.state, answers.length]).toEqual(['checking', 1])
  await settled()
  answers[1]?.give(0)
  await settled()
  expect(last()?.state).toBe('checked')
})

test('where TypeScript can’t be asked that is said, and never that nothing was found', async () => {
  check.ask()
  answers[0]?.fail()
  await settled()
  expect(last()?.state).toBe('failed')
})

test('after its end it tells nothing any more', async () => {
  check.typed()
  check.end()
  const count = told.length
  await settled()
  expect([told.length, answers.length]).toEqual([count, 0])
})
