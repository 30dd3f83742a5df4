import { writeFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, expectRun, goTo } from './real-dashboard.ts'
import { openTinyDashboard, type TinyDashboard, type TinyProject } from './tiny-project.ts'

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let project: TinyProject
let dashboard: TinyDashboard
let page: Page
const loaded: string[] = []

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  dashboard = await openTinyDashboard(browser)
  project = dashboard.project
  page = dashboard.page
  page.on('request', (request) => loaded.push(request.url()))
})
test.afterAll(() => dashboard?.stop())

const FILE = '001_baseline.ts'
const textOf = (file = FILE) => page.getByRole('textbox', { name: `Text of ${file}` })
const editorParts = (): string[] => loaded.filter((url) => /monaco|worker|editor/.test(url))

/** Types at the end of the draft, as an editor gets it from a keyboard. */
async function typeAtEnd(text: string): Promise<void> {
  await goToEnd()
  await page.keyboard.type(text)
}

/** Only the lines that are in sight are drawn. */
async function goToEnd(): Promise<void> {
  await textOf().focus()
  await page.keyboard.press('Control+End')
}

test('the editor is loaded with its screen, not before, and says nothing of problems until it was checked', async () => {
  await expectRun(page, 1, /Equal/)
  await goTo(page, 'Compare')
  expect(editorParts()).toEqual([])
  let letGo = (): void => {}
  const held = new Promise<void>((resolve) => (letGo = resolve))
  await page.route(/ts\.worker/, async (route) => {
    await held
    await route.continue()
  })
  await goTo(page, 'Baseline')
  await expect(page.getByText(`Saved as ${FILE}`)).toBeVisible()
  await expect(textOf()).toBeAttached()
  expect(editorParts()).not.toEqual([])
  // As long as TypeScript has not answered, nobody is told that nothing was found.
  const foundNone = page.getByText('No problems found while typing')
  await expect(page.getByText('Checking…')).toBeVisible()
  await expect(foundNone).toBeHidden()
  letGo()
  await expect(foundNone).toBeVisible()
  await page.unroute(/ts\.worker/)
  await expect(page.getByRole('main').getByText('Revision 1, compared')).toBeVisible()
  await expectAccessible(page, 'with the editor')
})

test('a draft is checked with the types of the Kysely it runs with: right as generated, and a slip is marked', async () => {
  await expect(
    page.getByText(/Checked with the types of Kysely 0\.28\.18, the project/),
  ).toBeVisible()
  const good = project.draft()
  await goToEnd()
  await page.keyboard.insertText('export const slip = (db: Kysely<any>) => db.schema.createTab')
  await page.keyboard.press('Control+Space')
  await expect(page.getByRole('option', { name: /^createTable\b/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.insertText('el("x")')
  const problems = page.getByRole('region', { name: 'Problems' })
  await expect(problems).toContainText(
    "Property 'createTabel' does not exist on type 'SchemaModule'",
  )
  await expect.poll(project.draft).toContain('createTabel')
  await page.getByRole('button', { name: 'Take the newest back' }).click()
  await expect(problems).toBeHidden()
  await expect.poll(project.draft).toBe(good)
  expect(loaded.filter((url) => url.endsWith('/api/kysely-types'))).toHaveLength(1)
})

test('what is typed is a real file at once, and survives a reload', async () => {
  await typeAtEnd('// mine\n')
  await expect.poll(project.draft).toContain('// mine')
  await expect(
    page.getByText(/The results are for revision 1, the draft is revision \d+\./).first(),
  ).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: `Edit of ${FILE}` })).toBeVisible()
  await page.reload()
  await goToEnd()
  await expect(page.getByText('// mine')).toBeVisible()
})

test('the edit of another program is seen, and never overwritten', async () => {
  writeFileSync(project.path('.rebaseline/drafts', FILE), `${project.draft()}// theirs\n`)
  await expect(page.getByText('// theirs')).toBeVisible()

  await page.route('**/api/drafts/baseline', (route) => route.abort())
  await typeAtEnd('// while it was gone\n')
  await expect(page.getByText('Your text is safe here')).toBeVisible()
  await page.unroute('**/api/drafts/baseline')
  await expect.poll(project.draft).toContain('// while it was gone')

  await page.route('**/api/drafts/baseline', (route) => route.abort())
  await typeAtEnd('// mine again\n')
  await expect(page.getByText('Your text is safe here')).toBeVisible()
  writeFileSync(
    project.path('.rebaseline/drafts', FILE),
    project.draft().replace('// theirs', '// theirs again'),
  )
  await page.unroute('**/api/drafts/baseline')
  const both = page.getByRole('region', { name: 'Two texts' })
  await expect(both).toBeVisible()
  await expectAccessible(page)
  // What is shown beside is the text on disk, whatever was looked at before.
  const views = page.getByRole('button', { name: /^Edit$|^Compare with / })
  await expect(views).toHaveCount(2)
  for (const each of await views.all()) {
    await expect(each).toHaveAttribute('aria-pressed', 'false')
    await expect(each).toBeDisabled()
  }
  expect(project.draft()).not.toContain('// mine again')
  const undecided = page
    .getByRole('region', { name: 'Problem' })
    .filter({ hasText: 'you have not chosen yet' })
  await page.getByRole('button', { name: 'Verify again' }).click()
  await page.getByRole('button', { name: 'Take it back all the same' }).click()
  await expect(undecided).toHaveCount(2)
  await both.getByRole('button', { name: 'Save mine over it' }).click()
  await expect.poll(project.draft).toContain('// mine again')
  await expect(both).toBeHidden()
  await expect(page.getByRole('button', { name: 'Edit', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  )
  await expect(undecided).toHaveCount(0)
})

test('the draft stands beside what was generated, and each change is taken back', async () => {
  await page.getByRole('button', { name: 'Compare with generated' }).click()
  await expect(page.getByRole('textbox', { name: 'Generated' })).toBeAttached()
  await goToEnd()
  await expect(page.getByText('// mine again')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: `Regenerate ${FILE}` }).click()
  await expect.poll(project.draft).not.toContain('// mine')
  const back = page.getByRole('button', { name: 'Take the newest back' })
  await back.click()
  await expect.poll(project.draft).toContain('// mine again')
  await page.getByRole('button', { name: `Regenerate ${FILE}` }).click()
  await expect(page.getByRole('main').getByText(/Revision \d+, compared/)).toBeVisible()
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
})

test('one object is regenerated where it stands, every other edit is kept, and it is taken back', async () => {
  const side = page.getByRole('complementary', { name: 'Outline' })
  const object = side.getByRole('combobox', { name: 'Object' })
  const regenerate = side.getByRole('button', { name: 'Regenerate this object' })
  const good = project.draft()
  const mine = `${good}// mine, kept\n`
  const index = good.split('\n').find((line) => line.includes('rooms_name_key')) ?? 'none'
  const edited = mine.replace("'varchar(40)'", "'varchar(41)'").replace(`${index}\n`, '')
  expect(edited.length).toBeLessThan(mine.length)
  writeFileSync(project.path('.rebaseline/drafts', FILE), edited)
  await expect(page.getByText("'varchar(41)'").first()).toBeVisible()

  await object.fill('table public.room')
  await expect(side.getByText('Nothing that is generated by itself is called so')).toBeVisible()
  await expect(regenerate).toBeDisabled()
  await object.fill('table public.rooms')
  await expect(side.getByText(/2 statements with all that belongs to it/)).toBeVisible()
  await object.press('Enter')
  await expect(side).toContainText(
    'table public.rooms is as it is generated: 1 statement replaced, 1 statement added.',
  )
  expect(project.draft()).toBe(mine)
  await expectAccessible(page)
  await side.getByRole('button', { name: /^Line \d+$/ }).click()
  await expect(textOf()).toBeFocused()
  await expect(side.getByRole('listitem').first()).toBeVisible()
  const change = side
    .getByRole('listitem')
    .filter({ hasText: 'Regeneration of table public.rooms' })
  await expect(change).toBeVisible()
  await side.getByRole('button', { name: 'Take the newest back' }).click()
  await expect.poll(project.draft).toBe(edited)
  // The page has what the disk has.
  await expect(change).toBeHidden()

  await regenerate.click()
  await expect.poll(project.draft).toBe(mine)
  await page.getByRole('button', { name: '002_seed_definitions.ts', exact: true }).click()
  await expect(side).toContainText('Rows are not offered one table at a time')
  await page.getByRole('button', { name: FILE, exact: true }).click()
  const start = '  db = db.withoutPlugins()\n'
  const unclear =
    '  await sql`do $unclear$ begin alter table rooms add z int; end $unclear$`.execute(db)\n'
  writeFileSync(
    project.path('.rebaseline/drafts', FILE),
    mine.replace(start, () => `${start}${unclear}`),
  )
  await expect(page.getByText('$unclear$').first()).toBeVisible()
  await object.fill('table public.rooms')
  await regenerate.click()
  const line = project.draft().slice(0, project.draft().indexOf('$unclear$')).split('\n').length
  await expect(side.getByRole('region', { name: 'Problem' })).toContainText(`line ${line} names it`)
  await side.getByRole('button', { name: `Line ${line}`, exact: true }).click()
  await expect(textOf()).toBeFocused()
  await expect(page.locator('.active-line-number')).toHaveText(`${line}`)

  await page.getByRole('button', { name: `Regenerate ${FILE}` }).click()
  await expect.poll(project.draft).toBe(good)
})

test('by keys alone: an edit that fails is told by its own file and line, mended, and verified', async () => {
  await goTo(page, 'Baseline')
  await expect(textOf()).toBeAttached()
  const good = project.draft()
  await textOf().focus()
  await page.keyboard.press('Control+m')
  await page.keyboard.press('Tab')
  await expect(textOf()).not.toBeFocused()
  await textOf().focus()
  await page.keyboard.press('Control+m')

  // Far enough down that an editor does not show it by itself.
  await page.keyboard.press('Control+End')
  await page.keyboard.type(`throw new Error('not yet')\n`)
  await expect.poll(project.draft).toContain("'not yet')\n")
  const typed = project.draft()
  await page.keyboard.press('Control+Enter')
  const job = page.getByRole('region', { name: 'Job' })
  await expect(job).toContainText('Failed')
  // The key is the page's alone: an editor would add a line by it.
  expect(project.draft()).toBe(typed)
  await expect(job).toContainText('.rebaseline/drafts/001_baseline.ts')
  await job.getByRole('link', { name: 'What happened' }).press('Enter')
  const problem = page.getByRole('region', { name: 'Problem' })
  await expect(problem).toContainText('not yet')
  await expect(problem).not.toContainText('rebaseline-draft')
  await expect(problem).toContainText("throw new Error('not yet')")
  await expectAccessible(page)

  const line =
    project
      .draft()
      .split('\n')
      .findIndex((each) => each.includes('not yet')) + 1
  expect(line).toBeGreaterThan(35)
  await problem.getByRole('link', { name: `Open line ${line} in the editor` }).press('Enter')
  await expect(page).toHaveURL(new RegExp(`/baseline\\?.*line=${line}\\b`))
  await expect(textOf()).toBeFocused()
  await expect(page.getByText("throw new Error('not yet')", { exact: true })).toBeVisible()
  await page.keyboard.press('Control+m')

  await page.getByRole('button', { name: 'Take the newest back' }).press('Enter')
  await expect.poll(project.draft).toBe(good)
  await page.keyboard.press('Control+Enter')
  await expectRun(page, 2, /Equal/)
  await expect(page.getByRole('main').getByText(/Revision \d+, compared/)).toBeVisible()
  expect(dashboard.complaints).toEqual([])
})
