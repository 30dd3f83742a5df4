import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test as base } from '@playwright/test'
import { buildApp, listen } from '../server/app.ts'
import type { Report } from '../shared/api.ts'
import { emptyReport, hostileReport, largeReport, LOSSES, studioReport } from './report-fixture.ts'

const webRoot = fileURLToPath(new URL('../dist/web', import.meta.url))

interface Served {
  readonly link: string
  readonly origin: string
  /** What the server answered so far, request by request. */
  readonly statuses: readonly number[]
  readonly stop: () => Promise<void>
}

interface Fixtures {
  /** Starts the real server with a report; it is stopped after the test. */
  readonly serve: (report: Report, port?: number) => Promise<Served>
  /** Everything the browser complained about. */
  readonly complaints: string[]
}

const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern.
  serve: async ({}, provide) => {
    const stops: (() => Promise<void>)[] = []
    await provide(async (report, port) => {
      const statuses: number[] = []
      const write = (line: string) => {
        const { res } = JSON.parse(line) as { res?: { statusCode: number } }
        if (res) statuses.push(res.statusCode)
      }
      const app = await buildApp({ report: () => report, webRoot, log: { write } })
      const link = await listen(app, port === undefined ? {} : { port })
      const served = { link, origin: new URL(link).origin, statuses, stop: () => app.close() }
      stops.push(served.stop)
      return served
    })
    await Promise.all(stops.map((stop) => stop()))
  },
  complaints: [
    async ({ page }, provide) => {
      const complaints: string[] = []
      page.on('console', (message) => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
      })
      page.on('pageerror', (error) => complaints.push(String(error)))
      await provide(complaints)
    },
    { auto: true },
  ],
})

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' })
const findings = (page: Page) => page.getByRole('article')

async function expectAccessible(page: Page, ...without: readonly string[]): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations, passes } = await new AxeBuilder({ page })
      .disableRules([...without])
      .analyze()
    expect(violations.map(({ id, nodes }) => ({ id, at: nodes.map(({ html }) => html) }))).toEqual(
      [],
    )
    expect(passes.length).toBeGreaterThan(10)
  }
}

test('a person reads both verdicts, filters the losses and sees what mends one', async ({
  page,
  serve,
  complaints,
}) => {
  const { link } = await serve(studioReport)
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1, name: 'studio' })).toBeVisible()
  await expect(page.getByText('rebaseline_old_4f1c')).toBeVisible()
  await expect(page.getByText('PostgreSQL 18.4')).toHaveCount(2)
  await expect(verdict(page)).toContainText('Equal')
  await expect(verdict(page)).toContainText('Equal: 0 differences in 698 objects')
  await expect(verdict(page)).toContainText(
    '61 tables, 540 columns, 96 indexes, 1 row-level security policy; not compared: nothing',
  )
  await expectAccessible(page)

  await page.getByRole('link', { name: /The hand-made baseline/ }).click()
  await expect(verdict(page)).toContainText(
    '9 differences in 1,010 objects (1,011 rebuilt), 7 of them block',
  )
  await expect(findings(page)).toHaveCount(LOSSES.length)
  const row = page.getByRole('row', { name: /^tables/ })
  await expect(row).toHaveText('tables6162611')
  await expectAccessible(page)

  await page.getByRole('searchbox', { name: 'Find' }).fill('owner_id gin')
  await expect(findings(page)).toHaveCount(1)
  await expect(page.getByText('1 of 9 differences shown, 8 hidden by the filter')).toBeVisible()
  const loss = page.getByRole('article', { name: /Changed index public.records_owner_id_idx/ })
  await expect(loss.getByRole('row', { name: 'method gin btree' })).toBeVisible()
  await expect(loss.getByRole('row', { name: 'predicate (deleted_at IS NULL) none' })).toBeVisible()
  await loss.getByText('SQL that mends the baseline').click()
  await expect(loss.getByText('CREATE UNIQUE INDEX', { exact: false })).toBeVisible()
  expect(complaints).toEqual([])
})

test('the filter and the session survive a reload, and the code leaves the address bar', async ({
  page,
  serve,
}) => {
  const { link } = await serve(studioReport)
  await page.goto(`${link}&comparison=2`)
  await page.getByRole('combobox', { name: 'Class' }).selectOption('structural')
  await page.getByRole('searchbox', { name: 'Find' }).fill('touch')
  await expect(findings(page)).toHaveCount(2)
  expect(page.url()).toContain('#comparison=2&find=touch&class=structural')
  expect(page.url()).not.toContain('code')
  await page.reload()
  await expect(findings(page)).toHaveCount(2)
  await expect(page.getByRole('searchbox', { name: 'Find' })).toHaveValue('touch')
  await expect(page.getByRole('combobox', { name: 'Class' })).toHaveValue('structural')
  await page.getByRole('button', { name: 'Show all' }).click()
  await expect(findings(page)).toHaveCount(LOSSES.length)
})

test('a filter that nothing matches says so', async ({ page, serve }) => {
  const { link } = await serve(studioReport)
  await page.goto(`${link}&comparison=2&find=no-such-thing`)
  await expect(page.getByText('No difference matches this filter.')).toBeVisible()
  await expect(page.getByText('0 of 9 differences shown, 9 hidden by the filter')).toBeVisible()
})

test('j and k walk the differences, but not while typing or when switched off', async ({
  page,
  serve,
}) => {
  const { link } = await serve(studioReport)
  await page.goto(`${link}&comparison=2`)
  await expect(findings(page)).toHaveCount(LOSSES.length)
  await page.keyboard.press('j')
  await expect(findings(page).nth(0)).toBeFocused()
  await page.keyboard.press('j')
  await expect(findings(page).nth(1)).toBeFocused()
  await page.keyboard.press('k')
  await expect(findings(page).nth(0)).toBeFocused()
  await page.keyboard.press('/')
  await page.keyboard.type('jk')
  await expect(page.getByRole('searchbox', { name: 'Find' })).toHaveValue('jk')
  await page.getByRole('searchbox', { name: 'Find' }).fill('')
  await page.getByRole('checkbox', { name: 'Single keys' }).uncheck()
  await page.getByRole('heading', { name: 'Differences' }).click()
  await page.keyboard.press('j')
  await expect(findings(page).nth(0)).not.toBeFocused()
})

test('what hides in a text is named', async ({ page, serve }) => {
  const { link } = await serve(studioReport)
  await page.goto(`${link}&comparison=2&find=draft`)
  await expect(page.getByRole('cell').filter({ hasText: 'U+200B' })).toHaveText(
    "'draftU+200B'::text",
  )
})

test('hostile text in every place stays text', async ({ page, serve, complaints }) => {
  const { link } = await serve(hostileReport)
  await page.goto(link)
  await expect(findings(page)).toHaveCount(1)
  await page.getByText('SQL that mends the baseline').click()
  await expect(page.getByText('onerror="window.__pwn=1"', { exact: false }).nth(8)).toBeAttached()
  await expect(verdict(page)).toContainText('Could not tell')
  await expect(page.getByText('U+202E', { exact: false }).first()).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('link', { name: /^failed/ }).click()
  await expect(page.getByRole('alert')).toContainText('onerror')
  await expectAccessible(page)
  expect(await page.evaluate(() => Reflect.get(window, '__pwn') ?? 'untouched')).toBe('untouched')
  await expect(page.getByRole('img')).toHaveCount(0)
  expect(complaints).toEqual([])
})

test('five thousand differences are turned by pages and found by filter', async ({
  page,
  serve,
}) => {
  const { link } = await serve(largeReport)
  await page.goto(link)
  await expect(findings(page)).toHaveCount(100)
  await expect(page.getByText('1–100 of 5,000 differences')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Blocking 2,500' })).toBeVisible()
  await expect(page.getByText('of 30,001 characters shown')).toHaveCount(2)
  // Looking at every colour of a hundred findings takes half a minute; other tests look at the same ones.
  await expectAccessible(page, 'color-contrast')
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect(page.getByText('101–200 of 5,000 differences')).toBeVisible()
  await findings(page).last().focus()
  await page.keyboard.press('j')
  await expect(page.getByText('201–300 of 5,000 differences')).toBeVisible()
  await expect(findings(page).first()).toBeFocused()
  await page.reload()
  await expect(page.getByText('201–300 of 5,000 differences')).toBeVisible()
  await page.getByRole('searchbox', { name: 'Find' }).fill('index_4321')
  await expect(findings(page)).toHaveCount(1)
})

test('nothing compared, no session and a lost server each say what to do', async ({
  page,
  serve,
  context,
}) => {
  const empty = await serve(emptyReport)
  await page.goto(empty.origin)
  await expect(page.getByRole('alert')).toContainText('Open the page by the link in the terminal')
  await expectAccessible(page)

  await page.goto(empty.link)
  await expect(page.getByText('This run has compared nothing.')).toBeVisible()
  await expectAccessible(page)

  const second = await context.newPage()
  await second.goto(empty.link)
  await expect(second.getByRole('alert')).toContainText('Open the page by the link in the terminal')

  await empty.stop()
  await expect(page.getByRole('status')).toContainText('The server does not answer.')
  await expect(page.getByRole('heading', { level: 1, name: 'studio' })).toBeVisible()
  await expectAccessible(page)
  const anew = await serve(studioReport, Number(new URL(empty.origin).port))
  await expect(page.getByRole('status')).toContainText('The server was started anew.')
  await page.goto(anew.link)
  await expect(verdict(page)).toContainText('Equal')
})

test('a report that can not be read offers to try again', async ({ page, serve }) => {
  let broken = true
  const app = { ...studioReport }
  Object.defineProperty(app, 'project', {
    enumerable: true,
    get: () => {
      if (broken) throw new Error('no report')
      return 'studio'
    },
  })
  const { link } = await serve(app)
  await page.goto(link)
  await expect(page.getByRole('alert')).toContainText('something went wrong that nobody foresaw')
  await expectAccessible(page)
  broken = false
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(verdict(page)).toContainText('Equal')
})

test('a page on another port of this machine reaches nothing', async ({ page, serve }) => {
  const { link, origin, statuses } = await serve(studioReport)
  const code = new URL(link).hash.replace('#code=', '')
  const foreign = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>foreign</title>')
  })
  await new Promise<void>((resolve) => {
    foreign.listen(0, '127.0.0.1', resolve)
  })
  await page.goto(`http://127.0.0.1:${Object(foreign.address()).port}/`)
  const outcomes = await page.evaluate(
    async ([target, secret]) => {
      const tried = (attempt: Promise<Response>) =>
        attempt.then(
          (response) => response.type,
          () => 'failed',
        )
      const loaded = (tag: 'img' | 'script', src: string) =>
        new Promise<string>((resolve) => {
          const element = document.createElement(tag)
          element.addEventListener('load', () => resolve('loaded'))
          element.addEventListener('error', () => resolve('failed'))
          element.src = src
          document.body.append(element)
        })
      const body = JSON.stringify({ code: secret })
      return {
        cors: await tried(fetch(`${target}/api/report`)),
        withHeader: await tried(
          fetch(`${target}/api/report`, { headers: { 'x-rebaseline-token': 'x' } }),
        ),
        post: await tried(
          fetch(`${target}/api/session`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
          }),
        ),
        simplePost: await tried(
          fetch(`${target}/api/session`, { method: 'POST', mode: 'no-cors', body }),
        ),
        noCors: await tried(fetch(`${target}/`, { mode: 'no-cors' })),
        image: await loaded('img', `${target}/api/report`),
        script: await loaded('script', `${target}/api/report`),
      }
    },
    [origin, code] as const,
  )
  expect(outcomes).toMatchObject({
    cors: 'failed',
    simplePost: 'failed',
    noCors: 'failed',
    withHeader: 'failed',
    post: 'failed',
    image: 'failed',
    script: 'failed',
  })
  expect(statuses.length).toBeGreaterThan(5)
  expect(new Set(statuses)).toEqual(new Set([403]))

  const submitted = page.waitForResponse((response) => response.url().endsWith('/api/session'))
  await page.evaluate((target) => {
    const form = document.createElement('form')
    Object.assign(form, { method: 'post', action: `${target}/api/session`, enctype: 'text/plain' })
    document.body.append(form)
    form.submit()
  }, origin)
  expect((await submitted).status()).toBe(403)
  await page.waitForURL(`${origin}/api/session`)

  foreign.close()
  foreign.closeAllConnections()
  await page.goto(link)
  await expect(verdict(page)).toContainText('Equal')
})

test('no request leaves this machine', async ({ page, serve }) => {
  const { link, origin } = await serve(studioReport)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  await page.goto(link)
  await expect(verdict(page)).toContainText('Equal')
  expect(new Set(asked)).toEqual(new Set([origin]))
})
