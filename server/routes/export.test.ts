import { existsSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readJournal, writeJournal } from '../export/journal.ts'
import { API } from '../../shared/api.ts'
import type { Checklist } from '../../shared/checklist.ts'
import type { Exported, ExportPlan } from '../../shared/export-plan.ts'
import type { Overview } from '../../shared/overview.ts'
import { committed, git } from '../testing/git.ts'
import { ADA, openApp, type OpenApp } from '../testing/open-app.ts'
import type { ReviewedProject } from '../testing/reviewed-in.ts'
import { reviewedProject } from '../testing/reviewed-project.ts'
import { finding, smallRun, smallSchema } from '../testing/small-run.ts'

const UP = 'export async function up() {}\n'
const HASH = `$2b$10$${'a'.repeat(53)}`
const FILES = {
  'package.json': '{\n  "name": "studio"\n}\n',
  'NOTES.md': '# Notes\n',
  '.gitignore': '.rebaseline\n',
  'migrations/001_add_users.ts': UP,
  'migrations/002_add_email.ts': UP,
}
const TEXTS = {
  baseline: `// baseline\n${UP}`,
  seed: `// seed\nawait sql\`INSERT INTO public.users (id, password_hash) VALUES (1, '${HASH}')\`\n`,
}

let reviewed: ReviewedProject
let folder = ''
let opened: OpenApp
beforeEach(async () => {
  reviewed = await reviewedProject(FILES, TEXTS)
  folder = reviewed.project.folder
  opened = await openApp(reviewed.project, { notes: join(folder, 'NOTES.md') })
  await reviewed.keep(smallRun(), 1)
})
afterEach(() => opened.close())

const plan = async (): Promise<ExportPlan> => (await opened.call('GET', API.exportPlan)).json()
const overview = async (): Promise<Overview> => (await opened.call('GET', API.overview)).json()
const apply = async (hash?: string) =>
  opened.call('POST', API.applyExport, { hash: hash ?? (await plan()).hash })

async function sign(): Promise<void> {
  const { items } = (await opened.call('GET', API.checklist)).json<Checklist>()
  const seen = Object.fromEntries(items.map(({ id, evidence }) => [id, evidence?.hash ?? '']))
  const request = { items: [], seen, person: ADA, note: 'looked' }
  expect((await opened.call('POST', API.sign, request)).statusCode).toBe(200)
}

test('the plan is shown with every text, applied as it was seen, and taken back', async () => {
  committed(folder)
  await sign()
  const seen = await plan()
  expect(seen.refusals).toEqual([])
  const texts = new Map(seen.steps.map(({ path, after }) => [path, after]))
  const done = await apply(seen.hash)
  expect(done.statusCode).toBe(200)
  expect(done.json<Exported>()).toMatchObject({
    steps: seen.steps.length,
    commands: expect.arrayContaining(['git status --short']),
    undo: [expect.stringContaining('export --undo'), expect.stringContaining('git revert')],
  })
  for (const [path, text] of texts) {
    if (text !== null) expect(readFileSync(join(folder, path), 'utf8')).toBe(text)
  }
  expect(await plan()).toMatchObject({ applied: true, refusals: [] })
  expect((await apply(seen.hash)).statusCode).toBe(200)
  const told = await overview()
  expect([told.exported?.changed, told.next]).toEqual([
    [],
    { text: 'Commit the export with git, then move the deployments over', screen: 'export' },
  ])
  expect(Date.now() - Date.parse(told.exported?.at ?? '')).toBeLessThan(60_000)
  await reviewed.edit('baseline', '// edited\n')
  expect(await overview()).toMatchObject({
    exported: { changed: ['the drafts'] },
    next: { text: 'Sign the checklist' },
  })
  await reviewed.edit('baseline', TEXTS.baseline)
  const back = await opened.call('POST', API.undoExport, {})
  expect([back.statusCode, back.json()]).toEqual([200, { steps: seen.steps.length }])
  expect(git(folder, 'status', '--porcelain')).toBe('')
  expect(await plan()).toMatchObject({ applied: false, hash: seen.hash })
  expect(await overview()).toMatchObject({ exported: null })
})

test('an export that was interrupted is the next thing to do, before all else', async () => {
  await sign()
  expect((await apply()).statusCode).toBe(200)
  const journal = await readJournal(reviewed.project)
  if (!journal) throw new Error('it was exported')
  expect(await overview()).toMatchObject({ interrupted: null })
  await writeJournal(reviewed.project, { ...journal, state: 'applying' })
  expect(await overview()).toMatchObject({
    exported: null,
    interrupted: { at: journal.startedAt, state: 'applying' },
    next: { text: 'Finish the export that was interrupted, or take it back', screen: 'export' },
  })
  await writeJournal(reviewed.project, { ...journal, state: 'undoing' })
  expect(await overview()).toMatchObject({
    interrupted: { state: 'undoing' },
    next: { text: 'Finish taking the export back, which was interrupted', screen: 'export' },
  })
  await opened.call('POST', API.undoExport, {})
  expect(await overview()).toMatchObject({ interrupted: null, exported: null })
})

test('without git nobody is told to commit', async () => {
  await sign()
  expect((await apply()).statusCode).toBe(200)
  const { exported, next } = await overview()
  expect([exported?.kept, next.text]).toEqual([
    'nowhere',
    'Move the deployments over to the exported baseline',
  ])
})

test('the next step counts classes that are not acknowledged, as the checklist lists them', async () => {
  const comments = [finding(), finding({ kind: 'table' }), finding({ class: 'order' })]
  const run = smallRun(smallSchema(), comments)
  await opened.close()
  opened = await openApp(reviewed.project, { run })
  await reviewed.keep(run, 1)
  const text = 'Acknowledge 2 classes of acceptable differences and sign the checklist'
  expect((await overview()).next.text).toBe(text)
})

test('seed rows that look like secrets are flagged, and never repeated in what is said', async () => {
  const { warnings } = await plan()
  expect(warnings).toEqual([
    expect.stringContaining('002_seed.ts, line 2, column password_hash of public.users'),
  ])
  expect(warnings.join()).not.toContain(HASH)
})

describe('is refused with its reason, and leaves everything as it is:', () => {
  const reasons: readonly (readonly [string, () => Promise<void>, string | RegExp])[] = [
    ['nobody signed', async () => {}, /“Tables present” is not signed/],
    [
      'something blocks',
      async () => {
        const blocking = finding({ class: 'structural', kind: 'table' })
        await reviewed.keep(smallRun(smallSchema(), [blocking]), 2)
      },
      '1 difference blocks',
    ],
    [
      'a class is not acknowledged',
      async () => void (await reviewed.keep(smallRun(smallSchema(), [finding()]), 2)),
      'class comment: not acknowledged',
    ],
    [
      'what was signed has changed',
      async () => {
        await sign()
        await reviewed.keep(smallRun(smallSchema({ unique: false })), 2)
      },
      /“Indexes present” changed since it was signed: .*users_email_idx/,
    ],
    [
      'a draft was edited since the comparison',
      async () => {
        await sign()
        await reviewed.edit('baseline', '// edited\n')
      },
      'verify again first: the drafts changed',
    ],
    [
      'a migration was edited since the comparison',
      async () => {
        await sign()
        writeFileSync(join(folder, 'migrations/001_add_users.ts'), `${UP}// edited\n`)
      },
      'verify again first: the old migrations changed',
    ],
    [
      'the log was changed by hand',
      async () => {
        await sign()
        const path = join(folder, '.rebaseline/review.json')
        writeFileSync(path, readFileSync(path, 'utf8').replace('looked', 'booked'))
      },
      'the log of the review is broken',
    ],
    [
      'something is not committed',
      async () => {
        committed(folder)
        await sign()
        writeFileSync(join(folder, 'package.json'), '{}')
      },
      'package.json has uncommitted changes',
    ],
    [
      'a file is in the way',
      async () => {
        await sign()
        writeFileSync(join(folder, 'migrations_archive'), 'theirs')
      },
      'migrations_archive',
    ],
    [
      'a symbolic link leads elsewhere',
      async () => {
        await sign()
        renameSync(join(folder, 'NOTES.md'), join(folder, 'other.md'))
        symlinkSync(join(folder, 'other.md'), join(folder, 'NOTES.md'))
      },
      'NOTES.md is a symbolic link',
    ],
  ]
  test.each(reasons)('%s', async (_what, make, reason) => {
    await make()
    const { refusals, hash } = await plan()
    expect(refusals.join('\n')).toMatch(reason)
    const refused = await apply(hash)
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { error: { code: 'export-refused', message: expect.stringMatching(reason) } },
    ])
    expect(existsSync(join(folder, 'migrations/001_baseline.ts'))).toBe(false)
    expect(existsSync(join(folder, 'migrations/001_add_users.ts'))).toBe(true)
  })

  test('another plan than the one that was seen', async () => {
    await sign()
    expect((await apply('x')).json()).toMatchObject({ error: { code: 'export-changed' } })
  })

  test('two existing databases have nothing to export', async () => {
    await opened.close()
    opened = await openApp(null)
    for (const answer of [await opened.call('GET', API.exportPlan), await apply('x')]) {
      expect(answer.json()).toMatchObject({ error: { code: 'not-this-way' } })
    }
  })
})
