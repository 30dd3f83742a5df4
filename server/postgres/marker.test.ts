import { expect, test } from 'vitest'
import { isScratch, readMarker, runOfName, scratchName } from './marker.ts'

const marker = (run: string): string =>
  `rebaseline scratch database run=${run} home=abc123 pid=7 start=def created=2026-01-01T00:00:00Z`

test('only our name together with the marker of the same run is a scratch database', () => {
  expect(isScratch('rebaseline_ab12_old', marker('ab12'))).toBe(true)
  expect(isScratch('rebaseline_ab12_old', marker('ffff'))).toBe(false)
  expect(isScratch('rebaseline_ab12_old', null)).toBe(false)
  expect(isScratch('rebaseline_ab12_old', `x ${marker('ab12')}`)).toBe(false)
  expect(isScratch('production', marker('ab12'))).toBe(false)
  expect(isScratch('rebaseline_ab12_old"; drop', marker('ab12'))).toBe(false)
})

test('a marker says whose the database is', () => {
  expect(readMarker(marker('ab12'))).toEqual({
    runId: 'ab12',
    home: 'abc123',
    pid: 7,
    start: 'def',
  })
  expect(readMarker(null)).toBeUndefined()
})

test('names are made of what is safe, are at most 63 bytes and know their run', () => {
  expect(scratchName('ab12', 'Old side!', 1)).toBe('rebaseline_ab12_old_side')
  const long = scratchName('ab12', 'é"'.repeat(9) + 'x'.repeat(99), 12)
  expect(Buffer.byteLength(long)).toBe(63)
  expect(long).toMatch(/^rebaseline_ab12_x+_12$/)
  expect(runOfName(scratchName('ab12', '***', 1))).toBe('ab12')
})
