import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Speaker } from './announce.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function listening() {
  const said: string[] = []
  const speaker = new Speaker()
  speaker.subscribe(() => said.push(speaker.current()))
  return { speaker, said }
}

test('a sentence is said at once', () => {
  const { speaker, said } = listening()
  speaker.say('1 of 50')
  expect(said).toEqual(['1 of 50'])
})

test('of many sentences in a row the first and the last are said', () => {
  const { speaker, said } = listening()
  for (let done = 1; done <= 50; done += 1) speaker.say(`${done} of 50`)
  expect(said).toEqual(['1 of 50'])
  vi.advanceTimersByTime(Speaker.pause)
  expect(said).toEqual(['1 of 50', '50 of 50'])
  vi.advanceTimersByTime(10 * Speaker.pause)
  expect(said).toEqual(['1 of 50', '50 of 50'])
})
