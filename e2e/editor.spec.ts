import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test, type Page, type Response } from '@playwright/test'
import type { DraftList } from '../shared/draft.ts'
import { expectAccessible, expectRun, goTo } from './real-dashboard.ts'
import { openTinyDashboard, type TinyDashboard, type TinyProject } from './tiny-project.ts'

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let project: TinyProject
let dashboard: TinyDashboard
let page: Page
let good = ''

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  dashboard = await openTinyDashboard(browser)
  project = dashboard.project
  page = dashboard.page
  await expectRun(page, 1, /Equal/)
  good = project.draft()
  await goTo(page, 'Baseline')
})
test.afterAll(() => dashboard?.stop())

const FILE = '001_baseline.ts'
const textOf = () => page.getByRole('textbox', { name: `Text of ${FILE}` })
const side = () => page.getByRole('complementary', { name: 'Outline' })
const file = (): string => project.path('.rebaseline/drafts', FILE)
const lineOf = (part: string): number =>
  project
    .draft()
    .split('\n')
    .findIndex((each) => each.includes(part)) + 1

test('the outline follows the cursor, and is walked through by keys', async () => {
  const outline = side().getByRole('tree', { name: 'Sections of the draft' })
  const tables = outline.getByRole('treeitem', { name: /^Tables, 1 / })
  const index = outline.getByRole('treeitem', { name: /rooms_name_key/ })
  await textOf().focus()
  await page.keyboard.press('Control+Home')
  await expect(outline.locator('[aria-current]')).toHaveCount(0)
  await page.keyboard.press('Control+End')
  await expect(tables).toHaveAttribute('aria-expanded', 'false')
  await page.keyboard.press('Control+Shift+O')
  await expect(outline.locator(':focus')).toHaveAttribute('aria-current', 'location')
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowDown')
  for (
    let steps = 0;
    steps < 10 && !(await tables.evaluate((each) => each === document.activeElement));
    steps += 1
  ) {
    await page.keyboard.press('ArrowDown')
  }
  for (
    let steps = 0;
    steps < 10 && !(await tables.evaluate((each) => each === document.activeElement));
    steps += 1
  ) {
    await page.keyboard.press('ArrowUp')
  }
  await expect(tables).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(tables).toHaveAttribute('aria-expanded', 'true')
  await expectAccessible(page)
  await page.keyboard.press('ArrowDown')
  const rooms = outline.getByRole('treeitem', { name: 'public.rooms', exact: true }).first()
  await expect(rooms).toBeFocused()
  await page.keyboard.press('ArrowLeft')
  await expect(tables).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(textOf()).toBeFocused()
  await expect(page.locator('.active-line-number')).toHaveText(`${lineOf('.createTable')}`)
  await expect(rooms).toHaveAttribute('aria-current', 'location')
  await page.keyboard.press('Control+g')
  await page.keyboard.type(`${lineOf('rooms_name_key')}`)
  await page.keyboard.press('Enter')
  await expect(index).toHaveAttribute('aria-current', 'location')
})

test('what blocks and what is acceptable is marked in the margin, each in its way, and opens from there', async () => {
  const index = good.split('\n').find((line) => line.includes('rooms_name_key')) ?? 'none'
  const edited = good
    .replace(`${index}\n`, () => `${index.replace('lower(', 'upper(')}\n`)
    .replace(/( +\.addColumn\('id'.*\n)( +\.addColumn\('name'.*\n)/, '$2$1')
  expect(edited.length).toBe(good.length)
  expect(edited).not.toBe(good)
  writeFileSync(file(), edited)
  await expect(page.getByText('upper(').first()).toBeVisible()
  await page.getByRole('button', { name: 'Verify again' }).click()
  await expectRun(page, 2, /block/)
  await expect(page.locator('.difference-sign').first()).toBeVisible()
  await expect(page.locator('.acceptable-sign').first()).toBeVisible()
  await expect(side()).toContainText(/Acceptable: changed/)
  await expectAccessible(page)

  await page.locator('.acceptable-sign').first().click()
  const panel = page.getByRole('region', { name: 'The difference to mend' })
  await expect(panel).toContainText('Acceptable')
  await expect(page).toHaveURL(/finding=/)
  await panel.getByRole('link', { name: 'Close' }).click()
  await expect(panel).toBeHidden()

  await textOf().focus()
  await page.keyboard.press('Control+g')
  await page.keyboard.type(`${lineOf('rooms_name_key')}`)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Alt+Enter')
  await expect(panel).toContainText('index public.rooms_name_key')
  await page.getByRole('button', { name: `Regenerate ${FILE}` }).click()
  await expect.poll(project.draft).toBe(good)
  await page.getByRole('button', { name: 'Verify again' }).click()
  await expectRun(page, 3, /Equal/)
  // What was mended while it was open is no problem.
  await expect(page.getByText('it may be mended already')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Problem', exact: true })).toBeHidden()
  await goTo(page, 'Baseline')
  await expect(page).not.toHaveURL(/finding=/)
})

test('a file keeps its line ends through edits, those of another program and a draft with both kinds', async () => {
  await writeElsewhere(good.replaceAll('\n', '\r\n'))
  await typeAtEnd('// windows')
  await expect.poll(project.draft).toContain('// windows')
  expect(project.draft().replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(project.draft()).toBe(`${good.replaceAll('\n', '\r\n')}// windows`)

  const [first = '', ...rest] = good.split('\n')
  const mixed = [first, rest.join('\r\n')].join('\n')
  await writeElsewhere(mixed)
  await typeAtEnd('// mixed\n// more')
  await expect.poll(project.draft).toBe(`${mixed}// mixed\r\n// more`)
  await page.reload()
  await typeAtEnd('!')
  await expect.poll(project.draft).toBe(`${mixed}// mixed\r\n// more!`)
})

/** Another program writes the text; waits until the page has it. */
async function writeElsewhere(text: string): Promise<void> {
  const told = page.waitForResponse(async (response) => {
    const isList = response.url().endsWith('/api/drafts') && response.ok()
    return isList && (await listOf(response)).drafts.some((draft) => draft.text === text)
  })
  writeFileSync(file(), text)
  const { revision } = await listOf(await told)
  await expect(page.getByRole('main')).toContainText(`the draft is revision ${revision}`)
}

const listOf = async (response: Response) => (await response.json()) as DraftList

async function typeAtEnd(text: string): Promise<void> {
  // An editor that was just opened may not take keys yet.
  await expect(async () => {
    await textOf().focus()
    await page.keyboard.press('Control+End')
    const shown = await page.locator('.line-numbers').allTextContents()
    const last = `${Math.max(...shown.map(Number))}`
    await expect(page.locator('.active-line-number')).toHaveText(last, { timeout: 1_000 })
  }).toPass()
  await page.keyboard.type(text)
}

test('a change before that of another program is taken back once that is said, and had back', async () => {
  writeFileSync(file(), good)
  await expect(page.getByText('// mixed')).toBeHidden()
  await typeAtEnd('// ours')
  await expect.poll(project.draft).toBe(`${good}// ours`)
  writeFileSync(file(), `${good}// theirs\n`)
  await expect(side()).toContainText(`${FILE} was changed since by another program`)
  await expect(side().getByRole('button', { name: 'Take the newest back' })).toBeHidden()
  await expectAccessible(page)
  await side().getByRole('button', { name: 'Take it back all the same' }).click()
  await expect.poll(project.draft).not.toContain('// theirs')
  await side().getByRole('button', { name: 'Take the newest back' }).click()
  await expect.poll(project.draft).toBe(`${good}// theirs\n`)
})

test('a file that is deleted is told, never taken for an empty one, and is written back or regenerated', async () => {
  writeFileSync(file(), `${good}// theirs\n`)
  await textOf().focus()
  await page.keyboard.press('Control+End')
  await expect(page.getByText('// theirs')).toBeVisible()
  rmSync(file())
  const gone = page.getByRole('region', { name: 'Deleted on disk' })
  await expect(gone).toContainText(`${FILE} was deleted on disk by another program`)
  await textOf().focus()
  await page.keyboard.press('Control+End')
  await expect(page.getByText('// theirs')).toBeVisible()
  await expectAccessible(page)
  await typeAtEnd('// and mine\n')
  await page.getByRole('button', { name: 'Verify again' }).click()
  await expect(
    page
      .getByRole('region', { name: 'Job' })
      .or(page.getByRole('region', { name: 'Problem' }))
      .first(),
  ).toContainText(/Failed|deleted on disk/)
  expect(existsSync(file())).toBe(false)
  await page.reload()
  await expect(gone).toBeVisible()
  await gone.getByRole('button', { name: 'Write it back' }).click()
  await expect(gone).toBeHidden()
  await expect
    .poll(() => existsSync(file()) && project.draft())
    .toBe(`${good}// theirs\n// and mine\n`)

  rmSync(file())
  await expect(gone).toBeVisible()
  await gone.getByRole('button', { name: 'Regenerate it' }).click()
  await expect(gone.or(page.getByRole('region', { name: 'Two texts' }))).toBeHidden()
  await expect.poll(project.draft).toBe(good)
  expect(dashboard.complaints).toEqual([])
})

test('work that the editor gives up is no fault of the page, whatever else fails is', async () => {
  const fails = (name: string) =>
    page.evaluate(async (name) => {
      void Promise.reject(Object.assign(new Error(name), { name }))
      await new Promise((resolve) => setTimeout(resolve, 100))
    }, name)
  await fails('Canceled')
  expect(dashboard.complaints).toEqual([])
  await fails('Cancelled')
  expect(dashboard.complaints.join()).toContain('Cancelled')
})
