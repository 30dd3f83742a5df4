import { expect, test } from 'vitest'
import { RebaselineError } from '../errors.ts'
import { linesAround, linesThere } from '../excerpt.ts'
import { DraftFailed, placeIn } from './draft-failed.ts'

test('a draft that fails is told with its line, what stands there, and what to do', () => {
  const drafts = [
    { draft: 'baseline', file: '001_baseline.ts', text: 'a\nb\nc\nd\ne\nf' } as const,
    { draft: 'seed', file: '002_seed.ts', text: 'x' } as const,
  ]
  const happened = 'it failed\n  file: .rebaseline/drafts/001_baseline.ts:4:3'
  const found = placeIn(happened, drafts)
  expect(found).toEqual({ named: drafts[0], line: 4 })
  if (!found) return
  const cause = new RebaselineError('migration-failed', { doing: 'run', happened })
  const error = new DraftFailed(cause, { doing: 'run', happened }, found.named, found.line)
  expect(error.place).toEqual({ draft: 'baseline', line: 4 })
  expect(error.message).toContain('    >    4 d\n')
  const twice = `${happened}\n${linesThere(linesAround(found.named.text, 4))}\n  last good migration: 000`
  const once = new DraftFailed(cause, { doing: 'run', happened: twice }, found.named, 4).message
  expect(once.split('>    4 d')).toHaveLength(2)
  expect(once).toContain('last good migration: 000\n  the draft there:')
  expect(error.help).toContain('not built anew')
  expect(placeIn('no file is named', drafts)).toBeUndefined()
})
