import { mkdirSync, writeFileSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, expectRun, goTo } from './real-dashboard.ts'
import { openTinyDashboard, type TinyDashboard, type TinyProject } from './tiny-project.ts'

const BY_HAND = {
  '001_baseline.ts': `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql\`create table rooms (id integer primary key, name varchar(40) not null)\`.execute(db)
  await sql\`create unique index rooms_name_key on rooms (lower(name))\`.execute(db)
  await sql\`alter table rooms add constraint rooms_name_check check (name <> '')\`.execute(db)
  await sql\`comment on table rooms is 'One row per door'\`.execute(db)
}
`,
  '002_seed_definitions.ts': `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await sql\`insert into rooms (id, name) values (1, 'Atelier')\`.execute(db)
}
`,
}

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let project: TinyProject
let dashboard: TinyDashboard
let page: Page

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  dashboard = await openTinyDashboard(browser, ['--baseline', 'by-hand'], ({ path }) => {
    mkdirSync(path('by-hand'))
    for (const [name, text] of Object.entries(BY_HAND)) writeFileSync(path('by-hand', name), text)
  })
  project = dashboard.project
  page = dashboard.page
})
test.afterAll(() => dashboard?.stop())

const item = (name: string) => page.getByRole('listitem', { name, exact: true })
const dialog = () => page.getByRole('dialog')
/** The dialog that was opened takes keys. */
const dialogTakesKeys = () => expect(dialog().getByRole('textbox')).toBeFocused()

test('an item shows what was compared for it, and leads into the comparison', async () => {
  await expectRun(page, 1, /Acceptable 1 difference/)
  await goTo(page, 'Checklist')
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Ada Lovelace')
  await expect(item('Indexes present')).toContainText('0 differences; 1 object compared: 1 index')
  await expect(item('Acceptable differences acknowledged')).toContainText(
    'Can’t be signed: 1 difference of class comment: not acknowledged.',
  )
  await expectAccessible(page)
  await item('Indexes present').getByRole('link', { name: '1 index' }).click()
  await expect(page.getByRole('combobox', { name: 'Kind' })).toHaveValue('index')
})

test('a class is acknowledged from where its differences stand, with a reason', async () => {
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('')
  await page.getByRole('link', { name: 'show', exact: true }).click()
  const comment = page.getByRole('article', { name: /comment/ })
  await expect(comment.getByRole('row', { name: 'text not there One row per door' })).toBeVisible()
  await comment.getByRole('link', { name: /Acknowledge/ }).press('Enter')
  await expect(dialog()).toContainText('1 difference')
  await expect(dialog().getByRole('button', { name: /^Acknowledge as/ })).toBeDisabled()
  await expectAccessible(page)
  await dialogTakesKeys()
  await page.keyboard.type('A comment that helps')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  await expect(page.getByRole('listitem', { name: 'Class comment' })).toContainText(
    'Acknowledged by Ada Lovelace',
  )
})

test('an item is signed by keys with a note, withdrawn, and all are signed with one note', async () => {
  const indexes = item('Indexes present')
  await indexes.getByRole('button', { name: 'Sign' }).focus()
  await page.keyboard.press('Enter')
  await dialogTakesKeys()
  await page.keyboard.type('Looked at it')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(indexes).toContainText('Signed · AL')
  await expect(dialog()).toBeHidden()
  await expect(indexes).toBeFocused()
  await expect(indexes).toContainText('Signed by Ada Lovelace <ada@studio.test>')
  await expect(indexes).toContainText(': Looked at it')
  await expect(page.getByText('1 of 9 signed').first()).toBeVisible()
  const older = await holdChecklist()
  await indexes.getByRole('button', { name: 'Withdraw' }).press('Enter')
  await dialogTakesKeys()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('0 of 9 signed').first()).toBeVisible()
  await expect(dialog()).toBeHidden()
  await older.held

  await page.getByRole('button', { name: 'Sign all that can be signed (9)' }).press('Enter')
  await expect(dialog()).toContainText('Indexes present')
  await dialogTakesKeys()
  await page.keyboard.type('All of it')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(page.getByText('9 of 9 signed').first()).toBeVisible()
  await older.release()
  await expect(page.getByText('9 of 9 signed').first()).toBeVisible()
  await older.end()
  await page.getByText(/entries, each chained to the one before/).click()
  const log = page.getByRole('table', { name: 'What was stated, newest first' })
  await expect(log.getByRole('row')).not.toHaveCount(0)
  await expect(log).toContainText('A comment that helps')
  await expectAccessible(page)
})

/** The next reading of the checklist answers late, with what it was before; the overview stays as it is meanwhile. */
async function holdChecklist() {
  const [held, released, over] = [moment(), moment(), moment()]
  let readings = 0
  await page.route('**/api/checklist', async (route) => {
    readings += 1
    if (readings > 1) return route.continue()
    const response = await route.fetch()
    await page.route('**/api/overview', async (overview) => {
      await over.come
      await overview.continue().catch(() => {})
    })
    held.is()
    await released.come
    // The page may have called it off.
    await route.fulfill({ response }).catch(() => {})
  })
  return {
    held: held.come,
    release: async () => {
      released.is()
      await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)))
    },
    end: async () => {
      over.is()
      await page.unrouteAll({ behavior: 'wait' })
    },
  }
}

function moment() {
  let is = (): void => {}
  const come = new Promise<void>((resolve) => {
    is = resolve
  })
  return { come, is }
}

test('only what changed is stale and says what; taken back and verified, it is signed as before', async () => {
  const path = project.path('.rebaseline/drafts/001_baseline.ts')
  const before = project.draft()
  const added = '  await sql`create index rooms_id_name on rooms (id, name)`.execute(db)\n}\n'
  writeFileSync(path, before.replace(/\}\n$/, added))
  await expect(page.getByText(/Verify again before you sign/)).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expectRun(page, 2, /Different/)
  const indexes = item('Indexes present')
  await expect(indexes).toContainText('Changed since approval')
  await expect(indexes).toContainText(/What changed since: .*rooms_id_name/)
  await expect(indexes).toContainText('Can’t be signed: 1 difference blocks: mend it')
  await expect(item('Tables present')).toContainText('Signed · AL')
  const unmodeled = item('Nothing unmodeled')
  await expect(unmodeled).toContainText('the text of the baseline draft (1 line added, from line')
  await expect(page.getByText('7 of 9 signed').first()).toBeVisible()
  await expectAccessible(page)
  await unmodeled.getByRole('link', { name: /^Compare the baseline draft with the text/ }).click()
  await expect(page.getByRole('button', { name: 'Compare with signed' })).toBeVisible()
  await expect(page.getByText('Signed', { exact: true })).toBeVisible()
  await goTo(page, 'Checklist')

  writeFileSync(path, before)
  await expect(page.getByRole('banner')).toContainText('Not current')
  await page.keyboard.press('Control+Enter')
  await expectRun(page, 3, /Acceptable/)
  await expect(page.getByText('9 of 9 signed').first()).toBeVisible()
  expect(dashboard.complaints).toEqual([])
})
