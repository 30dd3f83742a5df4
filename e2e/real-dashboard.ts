import { expect, type Browser, type Page } from '@playwright/test'
import axe, { type RunOptions, type SerialContextObject } from 'axe-core'
import { startCli, type CliOptions, type Running } from '../server/testing/cli.ts'

/** The program with a page that is open on it, shared by the tests of one file. */
export interface RealDashboard {
  readonly page: Page
  readonly running: Running
  /** Everything the browser complained about. */
  readonly complaints: string[]
  readonly stop: () => Promise<void>
}

/** Starts the real program, waits until its first run is over, and opens the page by its newest link. */
export async function openDashboard(
  browser: Browser,
  words: readonly string[],
  options: CliOptions = {},
): Promise<RealDashboard> {
  const running = startCli([...words, '--no-open', '--port', '0'], options)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) complaints.push(message.text())
  })
  const said = await running.saying(/Ctrl\+C ends it/)
  const links = [...said.matchAll(/http:\/\/127\.0\.0\.1:\d+\/#code=\S+/g)]
  await page.goto(links.at(-1)?.[0] ?? '')
  await expect(steps(page)).toBeVisible()
  const stop = async (): Promise<void> => {
    await context.close()
    running.child.kill('SIGINT')
    await running.ended
  }
  return { page, running, complaints, stop }
}

const steps = (page: Page) => page.getByRole('navigation', { name: 'Steps' })

/** Goes to a screen by the steps at the left. */
export async function goTo(page: Page, name: string): Promise<void> {
  await steps(page)
    .getByRole('link', { name: new RegExp(`^${name}\\b`) })
    .click()
  await expect(page.getByRole('main').getByRole('heading', { level: 2 }).first()).toBeVisible()
}

const MOST_TABS = 80

/** Moves the focus on by Tab until it stands on something with that text. */
export async function tabTo(page: Page, text: RegExp): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
  for (let count = 0; count < MOST_TABS; count += 1) {
    await page.keyboard.press('Tab')
    if (text.test(await focused())) return
  }
  throw new Error(`Tab never comes to ${text}`)
}

/** Waits for the run with that number, as the head of the page names it. */
export async function expectRun(page: Page, number: number, verdict: RegExp): Promise<void> {
  const head = page.getByRole('banner')
  await expect(head.getByText(`run ${number}`, { exact: true })).toBeVisible({ timeout: 240_000 })
  await expect(head).toContainText(verdict)
  await expect(head.getByText('Not current')).toBeHidden()
}

/**
 * axe finds nothing, in the light page and in the dark one, which differs from it by its colours only. The inside of the
 * editor takes it long: once is enough.
 */
export async function expectAccessible(
  page: Page,
  editor: 'with the editor' | 'around the editor' = 'around the editor',
): Promise<void> {
  const context: SerialContextObject =
    editor === 'with the editor' ? { include: ['html'] } : { exclude: ['[role=code]'] }
  // Frames would need an axe of their own.
  expect(page.frames()).toHaveLength(1)
  // What passes needs no list, and no medium is loaded: that is half of the time.
  const all: RunOptions = { resultTypes: ['violations'], preload: false }
  const dark: RunOptions = { ...all, runOnly: ['color-contrast'] }
  const runs = { light: all, dark }
  // Once for each document: to read it takes longer than most of its rules.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const asked = { context, options: runs[colorScheme] }
    const { violations, passes } = await page.evaluate(runAxe, asked)
    expect(violations).toEqual([])
    expect(passes).toBeGreaterThan(0)
  }
  await page.emulateMedia({ colorScheme: null })
}

interface AxeCall {
  readonly context: SerialContextObject
  readonly options: RunOptions
}

/** In the page; the whole of what axe says would take longer to bring over than to find. */
async function runAxe({ context, options }: AxeCall) {
  const { run } = Reflect.get(window, 'axe') as typeof axe
  const { violations, passes } = await run(context, options)
  return {
    violations: violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) })),
    passes: passes.length,
  }
}
