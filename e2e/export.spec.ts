import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  readFileSync,
} from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { readJournal, writeJournal } from '../server/export/journal.ts'
import { ProjectReview } from '../server/review/review.ts'
import { findProject } from '../server/project/project.ts'
import { cli } from '../server/testing/cli.ts'
import { expectAccessible, expectRun, goTo, tabTo } from './real-dashboard.ts'
import { openTinyDashboard, type TinyDashboard, type TinyProject } from './tiny-project.ts'

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let project: TinyProject
let dashboard: TinyDashboard
let page: Page

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  dashboard = await openTinyDashboard(browser, ['--notes', 'NOTES.md'])
  project = dashboard.project
  page = dashboard.page
})
test.afterAll(() => dashboard?.stop())

const refusals = () => page.getByRole('region', { name: 'Why the export is refused' })
const steps = () => page.getByRole('navigation', { name: 'Steps' })
const lookAgain = () => page.getByRole('button', { name: 'Look again' }).press('Enter')
const exportButton = () => page.getByRole('button', { name: 'Export', exact: true })

test('what is not signed is refused, each with its reason, and the plan is shown all the same', async () => {
  await expectRun(page, 1, /Equal/)
  await goTo(page, 'Export')
  await expect(refusals()).toContainText('refused for 9 reasons')
  await expect(refusals()).toContainText('“Seed data accounted for” is not signed')
  await expect(exportButton()).toBeDisabled()
  await expect(page.getByText('Off for 9 reasons, below.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Moved files' })).toBeVisible()
  await expectAccessible(page)
})

const signAll = ['sign', '--all', '--migrations', 'migrations', '--note', 'looked']
const allowed = () => page.getByText('Nothing blocks, and every item is signed')
const exportStep = () => steps().getByRole('link', { name: /^Export\b/ })

test('signed in a terminal it is allowed here at once, wherever the page is', async () => {
  await goTo(page, 'Compare')
  await expect(exportStep()).toContainText('off: 9 items to sign')
  expect(await cli(signAll, { cwd: project.folder })).toMatchObject({ code: 0 })
  await expect(steps()).toContainText('9 of 9 signed')
  await expect(exportStep()).toContainText('allowed')
  await goTo(page, 'Export')
  await expect(allowed()).toBeVisible()
  await expect(refusals()).toBeHidden()
  await expect(exportButton()).toBeEnabled()
})

test('a plan that is another one by what was stated elsewhere is looked at before it is applied', async () => {
  const other = new ProjectReview(findProject(project.path('migrations')), async () => null)
  const person = { name: 'Ada Lovelace', email: 'ada@studio.test' }
  await other.withdraw({ item: 'tables', person, note: '' })
  await expect(refusals()).toContainText('“Tables present” is not signed')
  await expect(exportStep()).toContainText('off: 1 item to sign')
  await expect(page.getByText('Off for 1 reason, below.')).toBeVisible()

  expect(await cli(signAll, { cwd: project.folder })).toMatchObject({ code: 0 })
  await expect(allowed()).toBeVisible()
  await expect(exportStep()).toContainText('allowed')
  await expect(exportButton()).toBeDisabled()
  await expect(page.getByText('Off: the plan changed since you opened it.')).toBeVisible()
  await expectAccessible(page)
  await lookAgain()
  await expect(exportButton()).toBeEnabled()
  await expect(page.getByRole('region', { name: 'The plan changed' })).toBeHidden()
})

test('uncommitted changes, symbolic links and files in the way are refused by name', async () => {
  const migration = project.path('migrations/001_rooms.ts')
  const text = readFileSync(migration, 'utf8')
  const archive = project.path('migrations_archive')
  const cases = [
    {
      make: () => writeFileSync(project.path('NOTES.md'), '# Other notes\n'),
      clear: () => project.git('checkout', '--', 'NOTES.md'),
      says: 'NOTES.md has uncommitted changes: commit or stash them first',
    },
    {
      make: () => symlinkSync('/tmp', archive),
      clear: () => rmSync(archive),
      says: 'migrations_archive is a symbolic link',
    },
    {
      make: () => {
        mkdirSync(archive)
        writeFileSync(project.path('migrations_archive/001_rooms.ts'), 'mine')
      },
      clear: () => rmSync(archive, { recursive: true }),
      says: 'migrations_archive/001_rooms.ts exists already, and nothing is overwritten',
    },
    {
      make: () => writeFileSync(migration, `${text}\n`),
      clear: () => writeFileSync(migration, text),
      says: 'verify again first: the old migrations changed since run 1',
    },
  ]
  for (const { make, clear, says } of cases) {
    make()
    await lookAgain()
    await expect(refusals()).toContainText(says)
    await expect(exportButton()).toBeDisabled()
    clear()
    await lookAgain()
    await expect(refusals()).toBeHidden()
  }
})

test('the exact content of each file is seen by keys, and the export does that and no more', async () => {
  await goTo(page, 'Overview')
  await goTo(page, 'Export')
  const changed = page.getByRole('region', { name: 'Changed files' })
  await page.getByRole('button', { name: 'Look again' }).focus()
  await tabTo(page, /^package\.json /)
  await page.keyboard.press('Enter')
  const lines = changed.getByRole('table', { name: 'Lines that change' })
  await expect(lines.getByRole('row', { name: /added.*"db:nuke"/ })).toBeVisible()
  await expectAccessible(page)
  const moved = page.getByRole('region', { name: 'Moved files' })
  await moved.getByText('migrations/001_rooms.ts').first().click()
  await expect(
    moved.getByRole('row', { name: 'migrations/001_rooms.ts migrations_archive/001_rooms.ts' }),
  ).toBeVisible()
  const draft = project.draft()
  // While a plan is read anew it is off, and takes no focus.
  await expect(async () => {
    await exportButton().focus()
    await expect(exportButton()).toBeFocused({ timeout: 500 })
  }).toPass()
  await page.keyboard.press('Enter')
  const done = page.getByRole('region', { name: 'Exported', exact: true })
  await expect(done).toContainText('The export is done: ')
  await expect(steps()).toContainText(/Export.*exported \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  await expect(steps()).not.toContainText('allowed')
  await expect(page.getByRole('link', { name: /^Commit the export with git/ })).toBeVisible()
  await expect(done.getByRole('region', { name: 'To look at it and commit it' })).toContainText(
    'git add --all -- NOTES.md migrations migrations_archive package.json',
  )
  await expect(done.getByRole('region', { name: 'To take it back' })).toContainText('export --undo')
  await expectAccessible(page)
  expect(readdirSync(project.path('migrations')).toSorted()).toEqual([
    '001_baseline.ts',
    '002_seed_definitions.ts',
  ])
  expect(readFileSync(project.path('migrations/001_baseline.ts'), 'utf8')).toBe(draft)
  expect(readFileSync(project.path('migrations_archive/_README.md'), 'utf8')).toContain(
    '002_rooms_name',
  )
  expect(readFileSync(project.path('NOTES.md'), 'utf8')).toContain('# Notes')
  await page.reload()
  await expect(done).toBeVisible()
  await expect(steps()).toContainText('exported')
  const edited = project.path('migrations/001_baseline.ts')
  writeFileSync(edited, `${draft}// edited\n`)
  await expect(steps()).toContainText('exported, changed since')
  await expect(done).toBeHidden()
  await page.getByRole('button', { name: 'Take the export back' }).press('Enter')
  await expect(
    page.getByText(/migrations\/001_baseline\.ts was changed by hand after the export/).first(),
  ).toBeVisible()
  writeFileSync(edited, draft)
  await expect(done).toBeVisible()
})

test('an export that was interrupted is said on every screen, and finished', async () => {
  const its = findProject(project.path('migrations'))
  const journal = await readJournal(its)
  if (!journal) throw new Error('it was exported')
  await goTo(page, 'Compare')
  await writeJournal(its, { ...journal, state: 'applying' })
  rmSync(project.path('migrations/002_seed_definitions.ts'))
  await expect(steps().getByRole('link', { name: /^Export\b/ })).toContainText('interrupted')
  await expectAccessible(page)
  await page
    .getByRole('banner')
    .getByRole('link', { name: /^Finish the export that was interrupted, or take it back/ })
    .press('Enter')
  await expect(page.getByText('An export was interrupted')).toBeVisible()
  await page.getByRole('button', { name: 'Finish the export' }).press('Enter')
  await expect(steps()).toContainText(/Export.*exported \d{4}-\d\d-\d\d \d\d:\d\d UTC/)
  expect(existsSync(project.path('migrations/002_seed_definitions.ts'))).toBe(true)
})

test('a run after the export is told for what it is, leaves what was signed, and the export is taken back', async () => {
  const report = readFileSync(project.path('migrations_archive/report.json'), 'utf8')
  const last = readFileSync(project.path('.rebaseline/last-run.json'), 'utf8')
  await goTo(page, 'Overview')
  await page.keyboard.press('Control+Enter')
  await expectRun(page, 2, /Equal/)
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
    /After the export:.* holds the baseline that was exported .* rests on run 1,/,
  )
  await expect(page.getByRole('banner')).toContainText('which holds the exported baseline')
  await expectAccessible(page)
  await expect(steps()).toContainText('9 of 9 signed')
  expect(readFileSync(project.path('migrations_archive/report.json'), 'utf8')).toBe(report)
  expect(readFileSync(project.path('.rebaseline/last-run.json'), 'utf8')).toBe(last)
  await goTo(page, 'Export')
  await page.getByRole('button', { name: 'Take the export back' }).press('Enter')
  await expect(page.getByText('Nothing blocks, and every item is signed')).toBeVisible()
  expect(readdirSync(project.path('migrations'))).toContain('001_rooms.ts')
  expect(existsSync(project.path('migrations_archive'))).toBe(false)
  expect(dashboard.complaints).toEqual([])
})
