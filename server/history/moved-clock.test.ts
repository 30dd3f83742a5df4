import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const HOURS = 3_600_000

/** In a process of its own, whose clock stands 48 hours later. */
const SCRIPT = `
  const { moveClock } = await import('${pathToFileURL(join(import.meta.dirname, 'moved-clock.ts')).href}')
  const before = Date.now(), Old = Date
  moveClock(${48 * HOURS})
  class Day extends Date { get day() { return this.getUTCDate() } }
  const years = { dateStyle: 'short', timeStyle: 'medium' }
  const start = performance.now()
  await new Promise((resolve) => setTimeout(resolve, 20))
  console.log(JSON.stringify({
    hours: [Date.now(), new Date().getTime(), Old.now(), new Day().getTime(), Date.parse(Date()), performance.timeOrigin + performance.now()]
      .map((at) => Math.round((at - before) / ${HOURS})),
    same: [new Date() instanceof Date, new Old() instanceof Date, new Date().constructor === Date, new Day().constructor === Day,
      new Day(0).day === 1, new Date(0).getTime() === 0, Date.UTC(1970) === 0, Date.name === 'Date', Date.length === 7,
      new Date(2020, 1, 2).getFullYear() === 2020, JSON.stringify(new Date(0)) === '"1970-01-01T00:00:00.000Z"'],
    formats: [new Intl.DateTimeFormat('en', years).format(), new Intl.DateTimeFormat('en', years).formatToParts().map((part) => part.value).join('')]
      .map((text) => Math.round((Date.parse(text) - before) / ${HOURS})),
    timer: performance.now() - start < ${HOURS},
  }))`

test('the clock of JavaScript stands later wherever it is asked, and given moments stay', () => {
  const script = ['--import', 'tsx', '--input-type=module', '-e', SCRIPT]
  const told: unknown = JSON.parse(execFileSync(process.execPath, script, { encoding: 'utf8' }))
  expect(told).toEqual({
    hours: Array.from({ length: 6 }, () => 48),
    same: Array.from({ length: 11 }, () => true),
    formats: [48, 48],
    timer: true,
  })
})
