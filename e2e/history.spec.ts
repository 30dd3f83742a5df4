import { expect, type Page } from '@playwright/test'
import { expectAccessible } from './real-dashboard.ts'
import { fiveHundred, hostileHistory, noMigrations, notKept, told } from './scenes/history.ts'
import { test } from './scenes/scene-test.ts'
import { databases, running, untouched } from './scenes/states.ts'

// Looking at every screen with axe takes a minute on a busy machine.
test.describe.configure({ timeout: 240_000 })

const migrations = (page: Page) => page.getByRole('listbox', { name: 'Migrations' })
const panel = (page: Page) => page.getByRole('region', { name: 'Migration', exact: true })
const picture = (page: Page) => page.getByRole('application', { name: /^Picture of/ })
const says = (page: Page) => page.getByRole('region', { name: 'Picture' }).getByRole('paragraph')

test('a person reads what is to be known of the folder, and follows a finding to its migrations', async ({
  page,
  serve,
  complaints,
}) => {
  const { link } = await serve(told)
  await page.goto(link)
  await page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('link', { name: /^History/ })
    .click()
  await expect(page.getByRole('main')).toContainText(
    '12 migrations: 9 did something, 2 nothing, 1 more than could be told, 1 could not be told',
  )
  const findings = page.getByRole('region', { name: 'Findings', exact: true })
  await expect(findings).toContainText('no migration has the number 006')
  await expect(findings).toContainText("frozen default '2026-01-31'")
  await expect(findings).toContainText('unsafe use of new value')
  await expect(findings.getByRole('region', { name: 'What was not tried' })).toContainText(
    'a build on another day',
  )
  await expect(findings).toContainText('README.md: not a TypeScript or JavaScript file')
  await expectAccessible(page)

  await findings
    .getByRole('region', { name: 'What one makes, a later one drops' })
    .getByRole('link', { name: '011_drop_inventory' })
    .click()
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('011_drop_inventory')
  await expect(panel(page)).toContainText('Dropped')
  await expect(
    migrations(page).getByRole('option', { name: /011_drop_inventory/ }),
  ).toHaveAttribute('aria-selected', 'true')
  await expectAccessible(page)

  await panel(page)
    .getByRole('tab', { name: /Output/ })
    .click()
  await expect(panel(page)).toContainText('table "none" does not exist, skipping')
  await panel(page)
    .getByRole('tab', { name: /Statements/ })
    .click()
  await expect(panel(page)).toContainText('drop table if exists public.legacy_inventory')
  await panel(page).getByRole('tab', { name: 'File' }).click()
  await expect(panel(page)).toContainText('// 011_drop_inventory')
  await expectAccessible(page)
  await page.reload()
  await expect(panel(page)).toContainText('// 011_drop_inventory')
  expect(complaints).toEqual([])
})

test('what a migration changed stands before and after, what it did not do has its reason, what is not known is said', async ({
  page,
  serve,
}) => {
  await page.goto(`${(await serve(told)).link}&/history?migration=008_email_length`)
  const attributes = panel(page).getByRole('table', { name: 'Attributes of email' })
  await expect(
    attributes.getByRole('row', { name: 'type character varying(200) character varying(320)' }),
  ).toBeVisible()
  await expect(panel(page)).toContainText('public.users: updates 1,204 rows')

  const next = panel(page).getByRole('button', { name: 'Next migration' })
  await next.click()
  await expect(panel(page)).toContainText('Could not tell what it did')
  await expect(panel(page)).not.toContainText('otherwise than it was')
  await expectAccessible(page)
  await next.click()
  await expect(panel(page)).toContainText('search_path = app, public')
  await panel(page)
    .getByRole('tab', { name: /Statements/ })
    .click()
  await expect(panel(page)).toContainText(
    'Failed, and it went on 0A000: extension "pg_trgm" is not available',
  )
  await next.click()
  await next.click()
  await expect(panel(page)).toContainText(
    'It left everything as it was: it changes rows, and the database holds none',
  )
  await next.click()
  await expect(panel(page)).toContainText('Something in the catalogs changed that no effect')
  await expect(panel(page)).toContainText('track_counts is off')
  await expect(next).toBeDisabled()
})

test('search and filter hide migrations and say so', async ({ page, serve }) => {
  await page.goto(`${(await serve(told)).link}&/history`)
  const filter = page.getByRole('search', { name: 'Filter' })
  await expect(migrations(page).getByRole('option')).toHaveCount(12)
  await page.keyboard.press('/')
  await page.keyboard.type('pg_trgm')
  await expect(migrations(page).getByRole('option')).toHaveCount(1)
  await expect(filter).toContainText('1 of 12 migrations, 11 hidden by the filter')
  await filter.getByRole('button', { name: 'show all' }).click()
  await expect(migrations(page).getByRole('option')).toHaveCount(12)
  await filter.getByRole('combobox', { name: 'Show' }).selectOption('nothing')
  await expect(migrations(page).getByRole('option')).toHaveText([
    /003_permissions.*it sends no statement/,
    /012_backfill.*it changes rows/,
  ])
  await filter.getByRole('searchbox').fill('no such word')
  await expect(page.getByText('No migration matches this filter.')).toBeVisible()
  await expectAccessible(page)
})

test('the categories hold every migration once, with examples that lead to them', async ({
  page,
  serve,
}) => {
  await page.goto(`${(await serve(told)).link}&/history`)
  const table = page.getByRole('region', { name: 'Categories' }).getByRole('table')
  await expect(table.getByRole('row')).toHaveText([
    'CategoryMigrationsExamples',
    'New tables3001_users002_spaces004_inventory',
    'Changes to tables3007_rooms008_email_length011_drop_inventory',
    'Indexes and constraints1010_trigram',
    'Functions and triggers1005_touch',
    'No effect2003_permissions012_backfill',
    'Could not tell2009_reports013_large_import',
  ])
  const categories = page.getByRole('region', { name: 'Categories' })
  await categories.getByText('Change them', { exact: true }).click()
  await expect(categories).toContainText('"Functions and triggers": ["005_touch"],')
  await expect(categories).not.toContainText('"No effect"')
  await expectAccessible(page)
  await table.getByRole('link', { name: '009_reports' }).click()
  await expect(panel(page)).toContainText('Could not tell what it did')
  await page.goto(`${(await serve(fiveHundred)).link}&/history`)
  await table.getByRole('button', { name: /more of New tables/ }).click()
  await expect(table.getByRole('row', { name: /New tables/ }).getByRole('link')).toHaveCount(334)
})

test('the picture is walked through by keys, and each mark leads to its migration', async ({
  page,
  serve,
}) => {
  await page.goto(`${(await serve(told)).link}&/history`)
  await picture(page).focus()
  await page.keyboard.press('ArrowRight')
  await expect(says(page)).toContainText('001_users · public.users: creates it with 3 columns')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('End')
  await expect(says(page)).toContainText(
    '010_trigram · public.rooms, once public.spaces: adds index rooms_floor_idx',
  )
  await expect(page.getByRole('status')).toContainText('adds index rooms_floor_idx')
  await page.keyboard.press('ArrowLeft')
  await expect(says(page)).toContainText('renames it from public.spaces; adds column floor')
  await page.keyboard.press('Enter')
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('007_rooms')
  await page.keyboard.press('j')
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('008_email_length')
})

test('somebody points at a mark of the picture, and clicks it', async ({ page, serve }) => {
  await page.goto(`${(await serve(told)).link}&/history`)
  // Names are 220 wide, 40 is above the lines; columns are 32 wide, lines 20 high.
  const position = { x: 220 + 3.5 * 32, y: 40 + 2.5 * 20 }
  await picture(page).hover({ position })
  await expect(says(page)).toContainText(
    '004_inventory · public.legacy_inventory: creates it with 2 columns',
  )
  await picture(page).click({ position })
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('004_inventory')
})

test('five hundred migrations are drawn as far as they are seen, and all of them at once in the picture', async ({
  page,
  serve,
}) => {
  await page.goto(`${(await serve(fiveHundred)).link}&/history`)
  await expect(migrations(page).getByRole('option').first()).toHaveAttribute('aria-setsize', '500')
  expect(await migrations(page).getByRole('option').count()).toBeLessThan(80)
  const zoom = page.getByRole('group', { name: 'Zoom' })
  const isWhole = () => picture(page).evaluate((box) => box.scrollWidth <= box.clientWidth)
  expect(await isWhole()).toBe(false)
  await zoom.getByRole('button', { name: 'Whole' }).click()
  await expect.poll(isWhole).toBe(true)
  await zoom.getByRole('button', { name: 'Wider' }).click()
  await expect.poll(isWhole).toBe(false)
  await migrations(page).getByRole('option').first().focus()
  await page.keyboard.press('End')
  await expect(migrations(page).getByRole('option', { name: /^0500_/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText(/^0500_/)
  await expectAccessible(page)
  await page.setViewportSize({ width: 700, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700)
})

test('before a run, for two databases, without a history and without migrations it says why there is nothing', async ({
  page,
  serve,
}) => {
  const served = await serve(untouched)
  await page.goto(`${served.link}&/history`)
  const main = page.getByRole('main')
  await expect(main).toContainText('Nothing was compared yet')
  await expectAccessible(page)
  for (const [scene, words] of [
    [databases, 'Two existing databases are only compared'],
    [notKept, 'was not kept'],
    [noMigrations, 'held no migration'],
    [running, '10 migrations'],
  ] as const) {
    const { link } = await serve(scene)
    await page.goto(`${link}&/history`)
    await expect(main).toContainText(words)
  }
  await expectAccessible(page)
})

test('hostile text in every place of a history stays text', async ({ page, serve, complaints }) => {
  const { link } = await serve(hostileHistory)
  await page.goto(`${link}&/history`)
  await expect(page.getByRole('region', { name: 'Categories' })).toContainText(
    'by Nothing: <img src=x',
  )
  await migrations(page).getByRole('option').first().click()
  for (const tab of ['Effects', 'Statements', 'File', 'Output']) {
    await panel(page).getByRole('tab', { name: tab }).click()
    await expect(panel(page)).toContainText('<img src=x')
  }
  await picture(page).focus()
  await page.keyboard.press('ArrowRight')
  await expect(says(page)).toContainText('<img src=x')
  expect(await page.evaluate(() => Reflect.get(window, '__pwn'))).toBeUndefined()
  expect(complaints).toEqual([])
})
