import { expect, test, type Locator, type Page } from '@playwright/test'
import { serveScene, type Served } from './scenes/serve-scene.ts'
import { tabTo as tabToText } from './real-dashboard.ts'
import { acknowledged, approved, exported, signable } from './scenes/review.ts'

/** Pages have fewer stops than that. */
const MOST_STOPS = 200

let served: Served
let page: Page
/** Stops that a person could not see. */
let unseen: string[]

test.beforeEach(async ({ browser }) => {
  served = await serveScene(signable)
  page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  unseen = []
  await page.goto(served.link)
})
test.afterEach(async () => {
  await page.close()
  await served.stop()
})

/** Moves the focus on by Tab until it stands there. */
async function tabTo(target: Locator): Promise<void> {
  await expect(target).toBeAttached()
  for (let count = 0; count < MOST_STOPS; count += 1) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(told)
    if (stop !== null) unseen.push(stop)
    if (await target.evaluate((element) => element === document.activeElement)) return
  }
  throw new Error(`Tab never comes to ${String(target)}`)
}

/** What has the focus, where nothing shows that it has; null where something does. */
function told(): string | null {
  const stop = document.activeElement
  // Between the last stop and the first the focus is outside of the page; the editor draws its own.
  if (!stop || stop === document.body || stop.closest('[role=code], .monaco-editor')) return null
  const { outlineStyle, outlineWidth } = getComputedStyle(stop)
  const { width, height } = stop.getBoundingClientRect()
  const isSeen = outlineStyle !== 'none' && outlineWidth !== '0px' && width * height > 0
  return isSeen ? null : stop.outerHTML.slice(0, 120)
}

const enter = async (target: Locator): Promise<void> => {
  await tabTo(target)
  await page.keyboard.press('Enter')
}
const step = (name: string): Locator =>
  page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('link', { name: new RegExp(`^${name}\\b`) })
const screen = (name: string): Locator =>
  page.getByRole('main').getByRole('heading', { level: 2, name })
const dialog = (): Locator => page.getByRole('dialog')

/** Says the words in the dialog that is open, and what the server answers then. */
async function say(words: string, then: typeof approved): Promise<void> {
  await expect(dialog().getByRole('textbox')).toBeFocused()
  await page.keyboard.type(words)
  served.show(then)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect(dialog()).toBeHidden()
  // It is given back some frames later.
  const focused = () => page.evaluate(() => document.activeElement?.tagName)
  await expect.poll(focused).not.toBe('BODY')
}

test('the whole work is done by keys alone, and it is always seen where they are', async () => {
  await expect(screen('Overview')).toBeVisible()
  await enter(step('Compare'))

  const tree = page.getByRole('treegrid')
  await tabTo(tree.locator('[role=row][tabindex="0"]'))
  const records = tree.getByRole('row', { name: /records/ })
  for (let count = 0; count < 20; count += 1) {
    if (await records.evaluate((row) => row === document.activeElement)) break
    await page.keyboard.press('ArrowDown')
  }
  await expect(records).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('table', { name: 'Columns, old beside rebuilt' })).toBeVisible()
  await page.keyboard.press('4')
  await expect(page.getByRole('tab', { name: /Differences/ })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await page.keyboard.press('n')
  await expect(page.getByRole('article').first()).toBeFocused()
  await page.keyboard.press('e')
  await expect(screen('Baseline')).toBeVisible()
  await expect(page.getByRole('region', { name: 'The difference to mend' })).toBeVisible()

  const text = page.getByRole('textbox', { name: 'Text of 001_baseline.ts' })
  await expect(text).toBeFocused()
  await page.keyboard.press('Control+m')
  const object = page.getByRole('combobox', { name: 'Object' })
  await tabTo(object)
  await page.keyboard.type('table public.records')
  await enter(page.getByRole('button', { name: 'Regenerate this object' }))
  await expect(page.getByRole('status')).toContainText('table public.records is as it is generated')
  expect(served.calls.filter((call) => call.startsWith('regenerate'))).toHaveLength(1)
  await tabTo(text)
  await page.keyboard.press('Tab')
  await expect(text).not.toBeFocused()

  await enter(step('Checklist'))
  await expect(screen('Checklist')).toBeVisible()
  const comments = page.getByRole('listitem', { name: 'Class comment' })
  await enter(comments.getByRole('button', { name: 'Acknowledge' }))
  await say('They help readers', acknowledged)
  await expect(comments).toContainText('Acknowledged by Ada Lovelace')
  await enter(page.getByRole('button', { name: /^Sign all that can be signed/ }))
  await say('Looked at each of them', approved)
  await expect(page.getByText('9 of 9 signed').first()).toBeVisible()

  await enter(step('Export'))
  await expect(screen('Export')).toBeVisible()
  await tabToText(page, /^package\.json /)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('table', { name: 'Lines that change' })).toBeVisible()
  const button = page.getByRole('button', { name: 'Export', exact: true })
  await tabTo(button)
  served.show(exported)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Exported', exact: true })).toContainText(
    'The export is done',
  )
  expect(served.calls.map((call) => call.split(' ')[0])).toEqual([
    'regenerate',
    'acknowledge',
    'sign',
    'export',
  ])
  expect(unseen).toEqual([])
})
