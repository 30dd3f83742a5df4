import { expect, test } from 'vitest'
import { undo } from '../export/apply.ts'
import { applyExport, planExport } from '../export/export.ts'
import { readJournal, writeJournal } from '../export/journal.ts'
import { inputsOf } from '../project/inputs.ts'
import { readLastRun } from '../project/last-run.ts'
import { ProjectReview } from '../review/review.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { smallRun } from '../testing/small-run.ts'
import { draftStoreOf } from './draft-store.ts'
import { ProjectWay } from './project-way.ts'

const UP = 'export async function up() {}\n'
const TEXTS = { baseline: `// baseline\n${UP}`, seed: `// seed\n${UP}` }
const LEDGER = { table: 'kysely_migration', lockTable: 'kysely_migration_lock', schema: 'public' }
const ADA = { name: 'Ada', email: '' }

/** A signed and exported project with two migrations. */
async function exported() {
  const files = { 'migrations/001_a.ts': UP, 'migrations/002_b.ts': `${UP}// b\n` }
  const { project, keep } = await reviewedProject(files, TEXTS)
  await keep(smallRun(), 3)
  const review = new ProjectReview(project, async () => null)
  const { items } = await review.checklist()
  const seen = Object.fromEntries(items.map(({ id, evidence }) => [id, evidence?.hash ?? '']))
  await review.sign({ items: [], seen, person: ADA, note: '' })
  const request = { project, gate: review, notes: null, version: '1.0.0' }
  await applyExport(request, (await planExport(request)).hash)
  const way = new ProjectWay({
    project,
    ledger: LEDGER,
    seed: 'all',
    beginning: null,
    drafts: draftStoreOf(project),
    workspace: () => Promise.reject(new Error('nothing is built here')),
  })
  return { project, review, request, way }
}

test('a run after an export leaves what the export rests on, and it can be taken back to export again', async () => {
  const { project, review, request, way } = await exported()
  const signed = await readLastRun(project)
  expect(signed?.number).toBe(3)
  const inputs = await inputsOf(project, { ...TEXTS, rules: {}, major: 18 })
  await way.keep({ ...smallRun(), number: 4, inputs })
  expect(await readLastRun(project)).toEqual(signed)
  const { run, items } = await review.checklist()
  expect([run, items.map(({ signOff }) => signOff?.state)]).toEqual([3, items.map(() => 'current')])
  expect(items[0]?.obstacles).toEqual([
    expect.stringMatching(/^the baseline was exported on .*: take the export back/),
  ])
  await undo(project)
  expect(await planExport(request)).toMatchObject({ applied: false, refusals: [] })
  await way.keep({ ...smallRun(), number: 5, inputs })
  expect((await readLastRun(project))?.number).toBe(5)
})

test('the drafts are not regenerated from what was exported', async () => {
  const { way } = await exported()
  const control = { signal: new AbortController().signal, progress: () => {} }
  await expect(way.compare('generate', control)).rejects.toMatchObject({
    code: 'exported-already',
    help: expect.stringContaining('Take the export back'),
  })
})

test('an export that was interrupted is finished before a run reads the folder', async () => {
  const { project, request, way } = await exported()
  const journal = await readJournal(project)
  expect(journal?.state).toBe('applied')
  if (journal) await writeJournal(project, { ...journal, state: 'applying' })
  const said: string[] = []
  const control = {
    signal: new AbortController().signal,
    progress: (line: string) => void said.push(line),
  }
  await expect(way.compare('prove', control)).rejects.toThrow('nothing is built here')
  expect(said).toEqual(['An export that was interrupted has been finished'])
  expect(await planExport(request)).toMatchObject({ applied: true })
})
