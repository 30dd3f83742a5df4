import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TYPESCRIPT } from '../baseline/migration-form.ts'
import { composeBaseline } from '../baseline/write.ts'
import { draftsFolder, keepGenerated, readDrafts, replaceDrafts } from '../drafts/drafts.ts'
import type { ComparedRun } from '../project/run.ts'
import { modelOf, runOf, tableObject } from '../testing/compared-run.ts'
import { openApp, type OpenApp } from '../testing/open-app.ts'
import { reviewedIn, type ReviewedProject } from '../testing/reviewed-in.ts'
import { findingId } from '../views/ids.ts'
import { API } from '../../shared/api.ts'
import { keyOf } from '../../shared/model.ts'
import type { DraftList, GeneratedObjects, RegeneratedObject } from '../../shared/draft.ts'

const [USERS, ROOMS, EXTRA] = ['users', 'rooms', 'extra'].map((name) => tableObject(name))
if (!USERS || !ROOMS || !EXTRA) throw new Error('three were made')
const old = modelOf([USERS, ROOMS])
const written = composeBaseline(old, modelOf([]), TYPESCRIPT)
const run: ComparedRun = { ...runOf(old, modelOf([USERS, ROOMS, EXTRA]), []), written }
const EDITED = written.text.replace(
  "createTable('public.users')",
  "createTable('public.users').ifNotExists()",
)

let folder = ''
let reviewed: ReviewedProject
let opened: OpenApp
const file = (): string => join(draftsFolder(reviewed.project), '001_baseline.ts')
const onDisk = (): string => readFileSync(file(), 'utf8')

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rebaseline-regenerate-'))
  mkdirSync(join(folder, 'migrations'))
  reviewed = await reviewedIn(folder, { baseline: EDITED, seed: 'rows' })
  await keepGenerated(reviewed.project, { baseline: written.text, seed: 'rows' })
  await open(run)
})
afterEach(async () => {
  await opened.close()
  rmSync(folder, { recursive: true })
})

async function open(of: ComparedRun): Promise<void> {
  if (opened) await opened.close()
  opened = await openApp(reviewed.project, { run: of })
}

const objects = async (): Promise<GeneratedObjects> =>
  (await opened.call('GET', API.generatedObjects)).json()
const drafts = async (): Promise<DraftList> => (await opened.call('GET', API.drafts)).json()
const versionNow = async (): Promise<string> => (await drafts()).drafts[0]?.version ?? ''
async function idOf(name: string): Promise<string> {
  return (await objects()).objects.find((each) => each.name === name)?.id ?? 'x'.repeat(22)
}
const regenerate = (id: string, version: string) =>
  opened.call('POST', API.regenerateObject.replace(':id', id), { version })
const refusal = async (id: string, version: string): Promise<string> => {
  const { statusCode, body } = await regenerate(id, version)
  const { error } = JSON.parse(body) as { error: { code: string; message: string } }
  return `${statusCode} ${error.code}: ${error.message}`
}

test('each object with statements of its own is offered', async () => {
  expect(await objects()).toMatchObject({
    objects: [
      { name: 'table public.rooms', statements: 1 },
      { name: 'table public.users', statements: 1 },
    ],
    why: null,
  })
})

test('one is written anew, and taken back', async () => {
  const before = await drafts()
  const { statusCode, body } = await regenerate(
    await idOf('table public.users'),
    before.drafts[0]?.version ?? '',
  )
  const made = JSON.parse(body) as RegeneratedObject
  expect([statusCode, made]).toMatchObject([
    200,
    { name: 'table public.users', replaced: 1, added: 0, removed: 0, unsure: [] },
  ])
  expect(onDisk()).toBe(written.text)
  const lines = onDisk().split('\n')
  expect(lines[made.line - 1]).toBe('  await db.schema')
  expect(lines[made.line]).toContain("createTable('public.users')")
  expect(made.drafts.revision).toBe(before.revision + 1)
  expect(made.drafts.undo[0]).toBe('Regeneration of table public.users')
  await opened.call('POST', API.undo, { over: 'nothing' })
  expect(onDisk()).toBe(EDITED)
})

test('one that is as it was generated leaves no revision and nothing to take back', async () => {
  const before = await drafts()
  const answer = await regenerate(await idOf('table public.rooms'), await versionNow())
  expect(answer.json<RegeneratedObject>()).toMatchObject({
    replaced: 0,
    drafts: { revision: before.revision, undo: before.undo },
  })
})

test('what mended a part of it does not come back with the next mend, unless this is taken back', async () => {
  const part = {
    class: 'structural',
    kind: 'column',
    address: { type: 'table column', names: ['public', 'users', 'more'], args: [] },
    change: 'added',
    attributes: [],
  } as const
  const more = { ...tableObject('more'), key: keyOf(part.address), parent: USERS.key }
  const other = { ...part, kind: 'table', address: ROOMS.address, change: 'changed' } as const
  const findings = [part, other]
  const rebuilt = modelOf([USERS, ROOMS, { ...more, kind: 'column', address: part.address }])
  await open({ ...runOf(old, rebuilt, findings), written })
  const ids = findings.map(findingId)
  const mended = { run: '1', findings: ids, blocks: { baseline: ['a block'] } }
  const texts = { baseline: `${EDITED}// mended\n` }
  await replaceDrafts(reviewed.project, 'Mend', () => Promise.resolve({ texts, mended }))
  const findingsNow = async () => (await readDrafts(reviewed.project))?.record.mended?.findings
  expect((await regenerate(await idOf('table public.users'), await versionNow())).statusCode).toBe(
    200,
  )
  expect(await findingsNow()).toEqual([ids[1]])
  await opened.call('POST', API.undo, { over: 'nothing' })
  expect(await findingsNow()).toEqual(ids)
})

test('what another program wrote since is not written over unseen', async () => {
  const [id, seen] = [await idOf('table public.users'), await versionNow()]
  const theirs = EDITED.replace('ifNotExists()', 'temporary()')
  writeFileSync(file(), theirs)
  expect(await refusal(id, seen)).toMatch(/^409 draft-changed: /)
  expect(onDisk()).toBe(theirs)
  expect((await regenerate(id, await versionNow())).statusCode).toBe(200)
})

test('a draft that does not parse is told, and left alone', async () => {
  const broken = `${EDITED}}`
  writeFileSync(file(), broken)
  expect(await refusal(await idOf('table public.users'), await versionNow())).toMatch(
    /^409 object-not-regenerated: .*in 001_baseline\.ts, it can't be read as TypeScript/,
  )
  expect(onDisk()).toBe(broken)
})

test('what another dashboard generated since is not mixed with what is shown here', async () => {
  await keepGenerated(reviewed.project, { baseline: '// other', seed: 'rows' })
  expect(await refusal(await idOf('table public.users'), await versionNow())).toMatch(
    /^409 draft-not-generated: .*another dashboard/,
  )
})

test('what has nothing generated by itself, or no id of this run, is told', async () => {
  const tree = (await opened.call('GET', API.tree)).json<{
    entries: { id: string; name: string }[]
  }>()
  const extra = tree.entries.find(({ name }) => name === 'extra')?.id ?? ''
  expect(await refusal(extra, await versionNow())).toMatch(
    /^409 object-not-regenerated: .*extra anew: nothing is generated for it by itself/,
  )
  expect(await refusal('x'.repeat(22), await versionNow())).toMatch(/^404 object-unknown: /)
})

test('where none was generated it is said why, and nothing offered', async () => {
  const id = await idOf('table public.users')
  await open({ ...run, written: { why: 'a cycle' } })
  expect(await objects()).toEqual({ objects: [], why: 'a cycle' })
  expect(await refusal(id, await versionNow())).toMatch(/^409 object-not-regenerated: .*: a cycle/)
  expect(onDisk()).toBe(EDITED)
})
