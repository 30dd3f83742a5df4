import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashText } from '../project/inputs.ts'
import type { Project } from '../project/project.ts'
import {
  beginDrafts,
  draftsFolder,
  keepGenerated,
  listDrafts,
  readDrafts,
  regenerateDraft,
  replaceDrafts,
  saveDraft,
  undoDrafts,
} from './drafts.ts'

let project: Project
const path = (): string => join(draftsFolder(project), '001_baseline.ts')
const onDisk = (): Promise<string> => readFile(path(), 'utf8')
const save = (text: string, from: string) =>
  saveDraft(project, 'baseline', { text, version: hashText(from) })

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rebaseline-drafts-'))
  project = { name: 'drafts', folder, migrations: join(folder, 'migrations') }
  const files = { baseline: '001_baseline', seed: '002_seed_definitions' }
  await beginDrafts(project, files, { baseline: 'first', seed: 'rows' })
})
afterEach(() => rm(project.folder, { recursive: true, force: true }))

test('drafts that were begun are left alone by a second begin', async () => {
  const files = { baseline: '001_baseline', seed: '002_seed_definitions' }
  const { texts } = await beginDrafts(project, files, { baseline: 'other', seed: 'other' })
  expect(texts).toEqual({ baseline: 'first', seed: 'rows' })
})

test('a save is a file at once, and a new revision', async () => {
  const before = (await readDrafts(project))?.record.revision ?? 0
  const { record } = await save('second', 'first')
  expect(await onDisk()).toBe('second')
  expect(record.revision).toBe(before + 1)
})

test('a text of another program is a new revision, and is never overwritten', async () => {
  const before = (await readDrafts(project))?.record.revision ?? 0
  await writeFile(path(), 'theirs')
  await expect(save('mine', 'first')).rejects.toMatchObject({ code: 'draft-changed' })
  expect(await onDisk()).toBe('theirs')
  const list = await listDrafts(project, null)
  expect(list.revision).toBe(before + 1)
  expect(list.drafts[0]).toMatchObject({ text: 'theirs', version: hashText('theirs') })
  expect((await listDrafts(project, null)).revision).toBe(before + 1)
})

test('of two saves from the same text one is refused', async () => {
  const results = await Promise.allSettled([save('one', 'first'), save('two', 'first')])
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('each change is taken back in turn, saves that follow at once as one', async () => {
  await save('second', 'first')
  await save('third', 'second')
  await replaceDrafts(project, 'Mend', () =>
    Promise.resolve({ texts: { baseline: 'mended', seed: 'more' } }),
  )
  expect((await listDrafts(project, null)).undo).toEqual(['Mend', 'Edit of 001_baseline.ts'])
  expect((await undoDrafts(project)).texts).toEqual({ baseline: 'third', seed: 'rows' })
  expect((await undoDrafts(project)).texts.baseline).toBe('first')
  await expect(undoDrafts(project)).rejects.toMatchObject({ code: 'undo-refused' })
})

test('what somebody else changed since is not taken back', async () => {
  await save('second', 'first')
  await writeFile(path(), 'theirs')
  await expect(undoDrafts(project)).rejects.toThrow(/changed since by another program/)
  expect(await onDisk()).toBe('theirs')
})

test('a draft is written anew from what was generated, and that can be taken back', async () => {
  await expect(regenerateDraft(project, 'baseline')).rejects.toMatchObject({
    code: 'draft-not-generated',
  })
  await keepGenerated(project, { baseline: 'generated', seed: 'rows' })
  expect((await regenerateDraft(project, 'baseline')).texts.baseline).toBe('generated')
  expect((await undoDrafts(project)).texts.baseline).toBe('first')
})

test.each([
  ['a change to be finished', { pending: {} }],
  ['the name of a draft', { files: { baseline: '001_baseline' } }],
  ['what can be taken back', { undo: [null] }],
])('a record in which %s is broken is named as unreadable', async (_what, broken) => {
  const record = join(draftsFolder(project), '..', 'drafts.json')
  const found = JSON.parse(await readFile(record, 'utf8')) as object
  await writeFile(record, JSON.stringify({ ...found, ...broken }))
  await expect(readDrafts(project)).rejects.toMatchObject({ code: 'state-unreadable' })
  expect(await onDisk()).toBe('first')
})

test('what somebody made of the generated texts is not taken for generated, until a run writes them', async () => {
  const texts = { baseline: 'generated', seed: 'rows' }
  await keepGenerated(project, texts)
  const generated = async () => {
    const { drafts } = await listDrafts(project, null, new Map())
    return drafts.map((draft) => draft.generated)
  }
  expect(await generated()).toEqual(['generated', 'rows'])
  const file = join(project.folder, '.rebaseline', 'generated', '001_baseline.ts')
  await writeFile(file, 'of a person')
  expect(await generated()).toEqual([null, 'rows'])
  await expect(regenerateDraft(project, 'baseline')).rejects.toMatchObject({
    code: 'draft-not-generated',
  })
  expect(await onDisk()).toBe('first')
  await keepGenerated(project, texts)
  expect(await generated()).toEqual(['generated', 'rows'])
})

test('a file that another program deleted is told as that, and written by nobody who does not say so', async () => {
  const before = (await readDrafts(project))?.record.revision ?? 0
  await rm(path())
  const list = await listDrafts(project, null)
  expect(list.revision).toBe(before + 1)
  expect(list.drafts).toMatchObject([
    { name: 'baseline', onDisk: 'deleted', text: '', version: 'deleted' },
    { name: 'seed', onDisk: 'there', text: 'rows' },
  ])
  await expect(save('mine', 'first')).rejects.toMatchObject({ code: 'draft-changed' })
  await expect(save('mine', '')).rejects.toMatchObject({ code: 'draft-changed' })
  await expect(
    replaceDrafts(project, 'a mend', async () => ({ texts: { baseline: 'mended' } })),
  ).rejects.toMatchObject({
    code: 'draft-deleted',
    happened: '001_baseline.ts was deleted on disk by another program',
  })
  await expect(onDisk()).rejects.toMatchObject({ code: 'ENOENT' })
  await saveDraft(project, 'baseline', { text: 'mine', version: 'deleted' })
  expect(await onDisk()).toBe('mine')
  expect((await readDrafts(project))?.deleted).toEqual([])
})

test('an empty file is no deleted one', async () => {
  await writeFile(path(), '')
  expect((await listDrafts(project, null)).drafts[0]).toMatchObject({
    onDisk: 'there',
    version: hashText(''),
  })
})

test('what another program changed since is taken back only where that is said, and can be had back', async () => {
  await save('second', 'first')
  await writeFile(path(), 'theirs')
  const { undo, undoTrouble } = await listDrafts(project, null)
  expect([undo.length, undoTrouble]).toEqual([
    1,
    '001_baseline.ts was changed since by another program',
  ])
  await expect(undoDrafts(project)).rejects.toMatchObject({ code: 'undo-refused' })
  await undoDrafts(project, { over: 'another program' })
  expect(await onDisk()).toBe('first')
  expect(await listDrafts(project, null)).toMatchObject({
    undo: [expect.any(String)],
    undoTrouble: null,
  })
  await undoDrafts(project)
  expect(await onDisk()).toBe('theirs')
  expect((await listDrafts(project, null)).undo).toEqual([])
})

test('where another program took the change back by itself, it is taken back', async () => {
  await save('second', 'first')
  await writeFile(path(), 'first')
  await undoDrafts(project, { over: 'another program' })
  expect(await listDrafts(project, null)).toMatchObject({ undo: [], undoTrouble: null })
})

test('of a deleted file the change before is taken back, with nothing to be had back', async () => {
  await save('second', 'first')
  await rm(path())
  expect((await listDrafts(project, null)).undoTrouble).toContain(
    '001_baseline.ts was deleted since',
  )
  await undoDrafts(project, { over: 'another program' })
  expect(await onDisk()).toBe('first')
  expect((await listDrafts(project, null)).undo).toEqual([])
})

test('statements that are put into a file get its line ends', async () => {
  await writeFile(path(), 'one\r\ntwo\r\n')
  await replaceDrafts(project, 'a mend', async ({ texts }) => {
    expect(texts.baseline).toBe('one\ntwo\n')
    return { texts: { baseline: 'one\nnew\ntwo\n' } }
  })
  expect(await onDisk()).toBe('one\r\nnew\r\ntwo\r\n')
})
