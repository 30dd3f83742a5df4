import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { cli } from '../server/testing/cli.ts'
import { expectAccessible, expectRun, goTo } from './real-dashboard.ts'
import { openTinyDashboard, type TinyDashboard } from './tiny-project.ts'

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let dashboard: TinyDashboard
let page: Page

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  dashboard = await openTinyDashboard(browser, [], ({ path, git }) => {
    const body = (statement: string): string =>
      `import { sql } from 'kysely'\nexport const up = (db) => sql\`${statement}\`.execute(db)\n`
    writeFileSync(path('migrations/002_a_floor.ts'), body('alter table rooms add floor int'))
    writeFileSync(path('migrations/003_doors.ts'), body('create table doors (room int)'))
    writeFileSync(
      path('rebaseline.config.ts'),
      "export default { migrations: 'migrations', squashTo: '002_rooms' }\n",
    )
    git('add', '-A')
    git('commit', '-qm', 'Four migrations')
  })
  page = dashboard.page
})
test.afterAll(() => dashboard?.stop())

const formOn = (of: Page) => of.getByRole('form', { name: 'What the baseline replaces' })
const field = () => formOn(page).getByRole('combobox', { name: 'The baseline replaces' })
const signAll = ['sign', '--all', '--migrations', 'migrations', '--note', 'looked']

test('a line is chosen, the drafts are written anew for it with names that fit, and nothing else is', async () => {
  await expectRun(page, 1, /Equal/)
  await expect(field().locator('option')).toHaveText([
    'all 4 migrations',
    'up to 001_rooms',
    'up to 002_a_floor',
    'up to 002_rooms_name',
  ])
  const { folder } = dashboard.project
  expect(await cli(signAll, { cwd: folder })).toMatchObject({ code: 0 })

  await field().selectOption('002_a_floor')
  await expect(formOn(page)).toContainText('2 later files stay and run after the baseline')
  await field().selectOption('001_rooms')
  await expect(formOn(page)).toContainText(
    'Its usual names don’t fit: 002_seed_definitions sorts after 002_a_floor',
  )
  await expect(formOn(page)).toContainText('001_baseline and 001_seed_definitions')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Choose this and regenerate the drafts' }).click()
  await expectRun(page, 2, /Equal/)
  expect(readdirSync(dashboard.project.path('.rebaseline/drafts')).toSorted()).toEqual([
    '001_baseline.ts',
    '001_seed_definitions.ts',
  ])
  expect(dashboard.project.draft()).not.toContain('floor')
})

test('another tab and a reloaded page show the chosen line, and what was signed for all counts no more', async () => {
  await page.reload()
  await expect(field()).toHaveValue('001_rooms')
  await goTo(page, 'Export')
  await expect(
    page.getByText('The baseline replaces the migrations up to 001_rooms.'),
  ).toBeVisible()
  const refusals = page.getByRole('region', { name: 'Why the export is refused' })
  await expect(refusals).toContainText('changed since it was signed')
})

test('a run goes by the choice until another is made, and the export is refused in between', async () => {
  const { project } = dashboard
  await goTo(page, 'Overview')
  const other = await page.context().newPage()
  await other.addInitScript(
    (token) => sessionStorage.setItem('rebaseline-token', token),
    await page.evaluate(() => sessionStorage.getItem('rebaseline-token') ?? ''),
  )
  await other.goto(page.url())
  await expect(formOn(other).getByRole('combobox')).toHaveValue('001_rooms')
  // As another dashboard of the project writes it.
  writeFileSync(project.path('.rebaseline/line.json'), '{"last":"002_a_floor"}\n')
  await expect(field()).toHaveValue('002_a_floor')
  await expect(formOn(other).getByRole('combobox')).toHaveValue('002_a_floor')
  await expect(page.getByText('Verify again: the squash line changed since')).toBeVisible()
  const plan = await cli(['export', '--plan', '--migrations', 'migrations'], {
    cwd: project.folder,
  })
  expect([plan.code, plan.stdout]).toEqual([1, expect.stringContaining('the squash line changed')])
  await field().selectOption('001_rooms')
  await page.getByRole('button', { name: 'Choose this and regenerate the drafts' }).click()
  await expectRun(page, 3, /Equal/)
  await expect(formOn(other).getByRole('combobox')).toHaveValue('001_rooms')
  await other.close()
})

test('signed for the line it is exported, and what stays is where it was', async () => {
  const { folder, path, git } = dashboard.project
  expect(await cli(signAll, { cwd: folder })).toMatchObject({ code: 0 })
  await goTo(page, 'Export')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Exported' })).toBeVisible()
  expect(readdirSync(path('migrations')).toSorted()).toEqual([
    '001_baseline.ts',
    '001_seed_definitions.ts',
    '002_a_floor.ts',
    '002_rooms_name.ts',
    '003_doors.ts',
  ])
  await goTo(page, 'Overview')
  await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
  await expect(formOn(page)).toBeHidden()
  await goTo(page, 'Export')
  await page.getByRole('button', { name: 'Take the export back' }).click()
  await expect(page.getByRole('region', { name: 'Exported' })).toBeHidden()
  expect(existsSync(path('migrations_archive'))).toBe(false)
  git('diff', '--exit-code')
  await goTo(page, 'Overview')
  await expect(field()).toHaveValue('001_rooms')

  // What was chosen is left to the configuration again.
  await expect(formOn(page)).toContainText('in the configuration, which says 002_rooms')
  await expectAccessible(page)
  await page
    .getByRole('button', { name: 'Go by the configuration and regenerate the drafts' })
    .click()
  await expectRun(page, 4, /Equal/)
  await expect(field()).toHaveValue('002_rooms_name')
  await expect(formOn(page)).toContainText('Said by squashTo in the configuration')
  expect(existsSync(path('.rebaseline/line.json'))).toBe(false)
  expect(dashboard.complaints).toEqual([])
})
