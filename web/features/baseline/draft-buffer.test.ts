import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DiskText, SaveOutcome } from './draft-buffer.ts'
import { DraftBuffer } from './draft-buffer.ts'

const GONE = { code: 'server-gone', message: 'The server does not answer.', help: 'Start it.' }

let disk: DiskText
let revision: number
let server: 'there' | 'gone'
let kept: DiskText | undefined

const versionOf = (text: string): string => `version of ${text}`
const write = (text: string): void => {
  disk = { text, version: versionOf(text) }
  revision += 1
}

async function save(text: string, version: string): Promise<SaveOutcome> {
  await Promise.resolve()
  if (server === 'gone') return { outcome: 'failed', error: GONE }
  if (version !== disk.version) return { outcome: 'changed', disk, revision }
  write(text)
  return { outcome: 'saved', disk, revision }
}

const keep = (unsaved: DiskText | undefined): void => {
  kept = unsaved
}
const buffer = () => new DraftBuffer(disk, { save, keep }, { revision, ...(kept && { kept }) })

beforeEach(() => {
  vi.useFakeTimers()
  disk = { text: 'first', version: versionOf('first') }
  revision = 1
  server = 'there'
  kept = undefined
})
afterEach(() => vi.useRealTimers())

test('what was typed is a file soon after the last key', async () => {
  const draft = buffer()
  draft.edit('firs')
  draft.edit('second')
  expect(draft.state().status).toBe('unsaved')
  expect(disk.text).toBe('first')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(disk.text).toBe('second')
  expect(draft.state().status).toBe('saved')
  expect(kept).toBeUndefined()
})

test('what is typed while a save is under way is saved after it', async () => {
  const draft = buffer()
  draft.edit('second')
  const flushed = draft.flush()
  draft.edit('third')
  await flushed
  await vi.advanceTimersByTimeAsync(1_000)
  expect(disk.text).toBe('third')
  expect(draft.state().status).toBe('saved')
})

test('a text of another program is shown where nothing was typed, and never overwritten else', async () => {
  const draft = buffer()
  write('theirs')
  draft.told(disk, revision)
  expect(draft.text).toBe('theirs')
  draft.edit('mine')
  write('theirs again')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(disk.text).toBe('theirs again')
  expect(draft.text).toBe('mine')
  expect(draft.state()).toMatchObject({ status: 'conflict', theirs: { text: 'theirs again' } })
  draft.edit('mine, longer')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(disk.text).toBe('theirs again')
  expect(kept?.text).toBe('mine, longer')
})

test('of two texts the person chooses one', async () => {
  const mine = buffer()
  mine.edit('mine')
  write('theirs')
  mine.told(disk, revision)
  await mine.keepMine()
  expect(disk.text).toBe('mine')
  expect(mine.state().status).toBe('saved')

  mine.edit('mine again')
  write('theirs')
  mine.told(disk, revision)
  mine.takeTheirs()
  expect(mine.text).toBe('theirs')
  expect(mine.state().status).toBe('saved')
  expect(disk.text).toBe('theirs')
})

test('without a server nothing is lost, and all is saved once it is back', async () => {
  const draft = buffer()
  server = 'gone'
  draft.edit('second')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(draft.state()).toMatchObject({ status: 'failed', error: GONE })
  draft.edit('third')
  expect(draft.state().status).toBe('failed')
  server = 'there'
  await vi.advanceTimersByTimeAsync(3_000)
  expect(disk.text).toBe('third')
  expect(draft.state().status).toBe('saved')
})

test('a reload finds what could not be saved, and saves it', async () => {
  server = 'gone'
  const before = buffer()
  before.edit('second')
  await before.flush()
  server = 'there'
  const after = buffer()
  expect(after.text).toBe('second')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(disk.text).toBe('second')
})

test('a reload whose draft was changed meanwhile keeps both texts', async () => {
  server = 'gone'
  const before = buffer()
  before.edit('second')
  await before.flush()
  server = 'there'
  write('theirs')
  const after = buffer()
  expect(after.text).toBe('second')
  expect(after.state()).toMatchObject({ status: 'conflict', theirs: { text: 'theirs' } })
  await vi.advanceTimersByTimeAsync(5_000)
  expect(disk.text).toBe('theirs')
})

test('an answer that is older than a save does not bring the old text back', async () => {
  const draft = buffer()
  const [old, oldRevision] = [disk, revision]
  draft.edit('second')
  await draft.flush()
  draft.told(old, oldRevision)
  expect(draft.text).toBe('second')
})

test('a poll that sees a save before its answer is no conflict', async () => {
  const draft = buffer()
  draft.edit('second')
  const flushed = draft.flush()
  draft.edit('third')
  draft.told({ text: 'second', version: versionOf('second') }, revision + 1)
  expect(draft.state().status).toBe('unsaved')
  await flushed
})

test('a file that is deleted is told, kept here also over a reload, and written back only once that is said', async () => {
  const draft = buffer()
  revision += 1
  disk = { text: '', version: 'deleted' }
  draft.told(disk, revision)
  expect([draft.state(), draft.text]).toEqual([{ status: 'deleted' }, 'first'])
  draft.edit('first, and more')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(disk.version).toBe('deleted')

  const again = buffer()
  expect([again.state(), again.text]).toEqual([{ status: 'deleted' }, 'first, and more'])
  await again.writeBack()
  expect([again.state(), disk.text, kept]).toEqual([
    { status: 'saved' },
    'first, and more',
    undefined,
  ])
})

test('a file that was deleted and comes back is taken, unless somebody typed meanwhile', () => {
  const gone = { text: '', version: 'deleted' }
  const untouched = buffer()
  untouched.told(gone, 2)
  untouched.told({ text: 'theirs', version: 'x' }, 3)
  expect([untouched.state(), untouched.text]).toEqual([{ status: 'saved' }, 'theirs'])
  const typed = buffer()
  typed.told(gone, 2)
  typed.edit('mine')
  typed.told({ text: 'theirs', version: 'x' }, 3)
  expect(typed.state()).toMatchObject({ status: 'conflict', theirs: { text: 'theirs' } })
  const nobodys = new DraftBuffer(gone, { save, keep })
  expect([nobodys.state(), nobodys.text]).toEqual([{ status: 'deleted' }, ''])
  nobodys.told({ text: 'regenerated', version: 'x' }, 3)
  expect([nobodys.state(), nobodys.text]).toEqual([{ status: 'saved' }, 'regenerated'])
})

test('a save that meets a deleted file writes nothing', async () => {
  const draft = buffer()
  draft.edit('second')
  disk = { text: '', version: 'deleted' }
  await draft.flush()
  expect([draft.state(), disk.text]).toEqual([{ status: 'deleted' }, ''])
})

test('what another program did right after a save, and the server tells with it, is told', async () => {
  let after: DiskText = { text: '', version: 'deleted' }
  const overtaken = async (text: string): Promise<SaveOutcome> => {
    await save(text, disk.version)
    disk = after
    return { outcome: 'saved', disk, revision: (revision += 1) }
  }
  const draft = new DraftBuffer(disk, { save: overtaken, keep }, { revision })
  draft.edit('second')
  await draft.flush()
  expect([draft.state(), draft.text, kept?.text]).toEqual([
    { status: 'deleted' },
    'second',
    'second',
  ])
  await draft.writeBack()
  draft.told(disk, revision)
  expect(draft.state()).toEqual({ status: 'deleted' })

  after = { text: 'theirs', version: versionOf('theirs') }
  disk = { text: 'second', version: versionOf('second') }
  const written = new DraftBuffer(disk, { save: overtaken, keep }, { revision })
  written.edit('third')
  await written.flush()
  expect([written.state(), written.text]).toEqual([{ status: 'saved' }, 'theirs'])
  written.edit('fourth')
  const flushed = written.flush()
  written.edit('fourth, and more')
  await flushed
  expect([written.state(), written.text]).toEqual([
    { status: 'conflict', theirs: after },
    'fourth, and more',
  ])
})
