import { createServer } from 'node:http'
import { expect, test as base } from '@playwright/test'
import { HOSTILE, hostile, large, longName, unwritable } from './dashboard-extremes.ts'
import type { Scene } from './dashboard-fixture.ts'
import { idOf, studio } from './dashboard-fixture.ts'
import type { Served } from './dashboard-server.ts'
import { reviewing } from './review-fixture.ts'
import { failing, running, untouched } from './dashboard-states.ts'
import { serveScene } from './dashboard-server.ts'
import { expectAccessible } from './real-dashboard.ts'

interface Fixtures {
  /** Starts the server with a scene; it is stopped after the test. */
  readonly serve: (scene: Scene, port?: number) => Promise<Served>
  /** Everything the browser complained about. */
  readonly complaints: string[]
}

const test = base.extend<Fixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads a fixture's needs from this pattern.
  serve: async ({}, provide) => {
    const stops: (() => Promise<void>)[] = []
    await provide(async (scene, port) => {
      const served = await serveScene(scene, port)
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

// Looking at every screen with axe takes a minute on a busy machine.
test.describe.configure({ timeout: 240_000 })

const records = `/compare?object=${idOf('records')}`

test('a person reads the verdict, follows what blocks and sees both values side by side', async ({
  page,
  serve,
  complaints,
}) => {
  const { link } = await serve(studio)
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1, name: 'studio' })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
    'Different: 10 differences in 1,010 objects',
  )
  await expect(page.getByRole('banner')).toContainText('PostgreSQL 18.4')
  await expectAccessible(page)

  await page.getByRole('link', { name: /structural/ }).click()
  await expect(page.getByRole('article')).toHaveCount(7)
  const loss = page.getByRole('article', { name: /Changed index public.records_owner_id_idx/ })
  await expect(loss.getByRole('row', { name: 'method gin btree' })).toBeVisible()
  await expect(loss.getByRole('row', { name: 'predicate (deleted_at IS NULL) none' })).toBeVisible()
  await expectAccessible(page)

  await loss.getByRole('link', { name: 'Open the object' }).click()
  const columns = page.getByRole('table', { name: 'Columns, old beside rebuilt' })
  await expect(columns.getByRole('row', { name: /Changed title/ })).toContainText(
    'old character varying(200)rebuilt character varying(255)',
  )
  await expect(columns.getByText('U+200B')).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('tab', { name: 'Definition' }).click()
  await expect(page.getByRole('region', { name: 'Old definition', exact: true })).toContainText(
    'character varying(200)',
  )
  await expect(page.getByRole('region', { name: 'Rebuilt definition' })).toContainText(
    'character varying(255)',
  )
  await expectAccessible(page)
  await page.getByRole('tab', { name: 'Rows' }).click()
  await expect(page.getByRole('row', { name: /Missing 2/ })).toContainText('Second')
  await expectAccessible(page)
  expect(complaints).toEqual([])
})

test('a link opens the same view again, and the code leaves the address bar', async ({
  page,
  serve,
}) => {
  const { link } = await serve(studio)
  await page.goto(`${link}&${records}&tab=differences&class=structural`)
  await expect(page.getByRole('tab', { name: /Differences/ })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  expect(page.url()).not.toContain('code=')
  await page.reload()
  await expect(page.getByRole('tab', { name: /Differences/ })).toHaveAttribute(
    'aria-selected',
    'true',
  )
  await expect(page.getByRole('combobox', { name: 'Class' })).toHaveValue('structural')
})

test('a link that names no object, or a filter that there is not, says so and hides nothing', async ({
  page,
  serve,
  complaints,
}) => {
  const { link } = await serve(studio)
  await page.goto(`${link}&/compare?object=nonsense&status=bogus&kind=bogus&class=bogus`)
  const object = page.getByRole('region', { name: 'Object' })
  await expect(object).toContainText('The link names no object of this run')
  await expect(page.getByRole('search')).toContainText('10 objects')
  await expect(page.getByRole('search')).not.toContainText('hide')
  await expectAccessible(page)
  await object.getByRole('button', { name: 'All differences' }).click()
  await expect(page.getByRole('article').first()).toBeVisible()
  // A kind that there is, of which nothing is: the filter shows that it is on.
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('view')
  await page.goto(page.url().replace('kind=view', 'kind=range'))
  await expect(page.getByRole('search')).toContainText('0 of 10 objects shown: the kind hides 10')
  await expect(page.getByRole('combobox', { name: 'Kind' })).toHaveValue('range')
  expect(complaints).toEqual([])
})

test('beside the longest name the cell that differs is in sight, and below 1100 px the steps stand above', async ({
  page,
  serve,
}) => {
  const { link } = await serve(longName)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`${link}&${records}`)
  const columns = page.getByRole('table', { name: 'Columns, old beside rebuilt' })
  const row = columns.getByRole('row', { name: /Changed number_of_days/ })
  for (const text of ["'thirty'::character varying", "'sixty'::character varying"]) {
    await expect(row.getByText(text)).toBeInViewport({ ratio: 1 })
  }
  await expect(row.getByRole('rowheader')).toHaveAttribute('title', /^number_of_days.{49}$/)
  await page.setViewportSize({ width: 1000, height: 800 })
  const [steps, main] = await Promise.all(
    (['navigation', 'main'] as const).map((role) => page.getByRole(role).first().boundingBox()),
  )
  expect(main?.x).toBe(0)
  expect(main?.width).toBeGreaterThan(900)
  expect(main?.y).toBeGreaterThanOrEqual((steps?.y ?? 0) + (steps?.height ?? 0))
})

test('a folder that can’t be written is said on every screen', async ({ page, serve }) => {
  const served = await serve(unwritable)
  await page.goto(`${served.link}&/compare`)
  const banner = page.getByRole('region', { name: 'Folder of the project' })
  await expect(banner).toContainText('no space is left for')
  await expectAccessible(page)
  served.show(studio)
  await expect(banner).toBeHidden()
})

test('what was typed and not saved is kept for its own project, and for no other of that name', async ({
  page,
  serve,
}) => {
  page.on('dialog', (dialog) => void dialog.accept())
  const text = page.getByRole('textbox', { name: 'Text of 001_baseline.ts' })
  const mine = page.getByText('// typed and not saved')
  const lines = Array.from({ length: 300 }, (_, line) => `// line ${line}\n`).join('')
  let port: number | undefined
  const open = async (id: string, draft: string): Promise<Served> => {
    const drafts = reviewing.drafts && {
      ...reviewing.drafts,
      drafts: reviewing.drafts.drafts.map((each) =>
        each.name === 'baseline' ? { ...each, text: draft, version: idOf(draft) } : each,
      ),
    }
    const overview = { ...reviewing.overview, id }
    const served = await serve({ ...reviewing, overview, ...(drafts && { drafts }) }, port)
    port = Number(new URL(served.origin).port)
    await page.goto(`${served.link}&/baseline`)
    await expect(text).toBeAttached()
    await expect(page.locator('.view-line').first()).toBeVisible()
    return served
  }
  const goToEnd = async (): Promise<void> => {
    await text.focus()
    await page.keyboard.press('Control+End')
  }
  const leave = async (served: Served): Promise<void> => {
    await page.goto('about:blank')
    await served.stop()
  }
  const first = await open('one', lines)
  await goToEnd()
  await page.keyboard.type('// typed and not saved')
  await expect(page.getByText('Your text is safe here')).toBeVisible()
  await leave(first)

  const other = await open('another', lines)
  await goToEnd()
  await expect(page.getByText('// line 299')).toBeVisible()
  await expect(mine).toBeHidden()
  await expect(page.getByText('Saved as 001_baseline.ts')).toBeVisible()
  await leave(other)

  const again = await open('one', lines)
  await goToEnd()
  await expect(mine).toBeVisible()
  await leave(again)

  // Another program wrote meanwhile: the first difference is in sight.
  await open('one', lines.replace('// line 200\n', '// theirs\n'))
  await expect(page.getByRole('region', { name: 'Two texts' })).toBeVisible()
  await expect(page.getByText('// theirs')).toBeVisible()
})

test('nothing is hidden silently: the filter and the folded rules say what they hide', async ({
  page,
  serve,
}) => {
  const { link } = await serve(studio)
  await page.goto(`${link}&/compare`)
  await expect(
    page.getByText('2 acceptable differences hidden by name (1), comment (1)'),
  ).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(8)
  await page.getByRole('link', { name: 'show', exact: true }).click()
  await expect(page.getByRole('article')).toHaveCount(10)
  await page.getByRole('searchbox').fill('audit')
  await expect(page.getByText('1 of 10 objects shown: the search hides 9')).toBeVisible()
  await page.getByRole('combobox', { name: 'Status' }).selectOption('missing')
  await expect(page.getByText(/of 10 objects shown: the search and the status/)).toBeVisible()
  await page.getByRole('button', { name: 'show all' }).click()
  await expect(page.getByText('10 objects · 0 of 5 viewed')).toBeVisible()
})

test('the tree is walked by keys, which are off where text is typed and by choice', async ({
  page,
  serve,
}) => {
  const { link } = await serve(studio)
  await page.goto(`${link}&/compare`)
  const tree = page.getByRole('treegrid', { name: 'Objects' })
  const first = tree.getByRole('row', { name: /Missing/ }).first()
  await expect(first).toHaveAttribute('aria-level', '1')
  await first.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(tree.getByRole('row', { name: /public.mood/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'enum type public.mood' })).toBeVisible()
  await page.keyboard.press('v')
  await expect(page.getByRole('checkbox', { name: 'Viewed' })).toBeChecked()
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: 'function public.touch' })).toBeVisible()
  await page.keyboard.press('n')
  await expect(page.getByRole('heading', { name: 'table public.records' })).toBeVisible()
  await expect(page.getByRole('row', { name: /Changed title/ })).toBeFocused()
  await page.keyboard.press('p')
  await expect(page.getByRole('heading', { name: 'function public.touch' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('jk')
  await expect(page.getByRole('searchbox')).toHaveValue('jk')
  await page.getByRole('searchbox').fill('')
  await page.getByRole('heading', { name: 'function public.touch' }).click()
  await page.keyboard.press('?')
  await page.getByRole('checkbox', { name: /Single keys/ }).uncheck()
  await expectAccessible(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.keyboard.press('j')
  await expect(page.getByRole('heading', { name: 'function public.touch' })).toBeVisible()
})

test('differences are added to the baseline, one and several, and what is left says why', async ({
  page,
  serve,
}) => {
  const { link, calls } = await serve(studio)
  await page.goto(`${link}&/compare`)
  const scratch = page.getByRole('article', { name: /Added table public.scratch/ })
  await expect(scratch.getByRole('button', { name: 'Add to baseline' })).toBeDisabled()
  await expect(scratch).toContainText('No statement is known that mends it')
  await page
    .getByRole('article', { name: /mood/ })
    .getByRole('button', { name: 'Add to baseline' })
    .click()
  await expect(
    page.getByText('Statements for 1 finding were added to the drafts.').first(),
  ).toBeVisible()
  await page.getByRole('button', { name: /Pick all/ }).click()
  await page.getByRole('button', { name: /Add 6 to the baseline/ }).click()
  await expect(page.getByText('the draft was edited there')).toBeVisible()
  await page.getByRole('button', { name: 'Verify again' }).last().click()
  await expect.poll(() => calls).toEqual(['mend 1', 'mend 6', 'jobs {"kind":"verify"}'])
})

test('hostile text in every place stays text', async ({ page, serve, complaints }) => {
  const { link } = await serve(hostile)
  await page.goto(link)
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('onerror')
  await page.getByRole('button', { name: 'Log' }).first().click()
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  const object = `#/compare?object=${idOf(HOSTILE)}`
  for (const tab of ['parts', 'definition', 'rows', 'differences']) {
    await page.evaluate((hash) => location.assign(hash), `${object}&tab=${tab}`)
    await expect(page.getByRole('tabpanel')).toContainText('onerror')
  }
  await expectAccessible(page)
  expect(await page.evaluate(() => Reflect.get(window, '__pwn') ?? 'untouched')).toBe('untouched')
  expect(await page.evaluate(() => document.images.length)).toBe(0)
  expect(complaints).toEqual([])
})

test('a thousand tables are drawn as far as they are seen; 20,000 lines are answered by a fallback', async ({
  page,
  serve,
}) => {
  const { link } = await serve(large)
  await page.goto(`${link}&/compare`)
  await expect(page.getByText('1–50 of 5,000 differences')).toBeVisible()
  expect(await page.getByRole('treegrid').getByRole('row').count()).toBeLessThan(80)
  await page.getByRole('treegrid').getByRole('row').first().focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('treegrid').getByRole('row', { name: /Same/ })).toBeFocused()
  await page.evaluate(
    (id) => location.assign(`#/compare?object=${id}&tab=definition`),
    idOf('long_all'),
  )
  await expect(page.getByText('Too many of 20000 lines differ', { exact: false })).toBeVisible()
  await expect(page.getByText('characters shown').first()).toBeVisible()
  await page.evaluate(
    (id) => location.assign(`#/compare?object=${id}&tab=definition`),
    idOf('long_one'),
  )
  await expect(page.getByText('Of 20000 lines those around the differences.')).toBeVisible()
})

test('the first run, a run that goes on and one that failed each say where they are', async ({
  page,
  serve,
}) => {
  const served = await serve(untouched)
  await page.goto(served.link)
  await expect(page.getByText('nothing else is touched')).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Start the run' }).click()
  await expect.poll(() => served.calls).toEqual(['jobs {"kind":"prove"}'])

  served.show(running)
  await expect(page.getByRole('region', { name: 'Job' })).toContainText('17 of 52')
  await page.reload()
  await expect(page.getByRole('region', { name: 'Job' })).toContainText(
    'Replaying 021_user_soft_delete',
  )
  await page.getByRole('button', { name: 'Log' }).first().click()
  await expect(page.getByRole('textbox', { name: 'Lines of the log' })).toHaveValue(
    /Replaying 52 migrations/,
  )
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => served.calls.at(-1)).toBe('cancel 2')

  served.show(failing)
  await expect(page.getByRole('region', { name: 'Problem' })).toContainText(
    'relation "public.userz" does not exist (42P01)',
  )
  await expect(page.getByRole('region', { name: 'Problem' })).toContainText(
    'Last good migration: 020',
  )
  await expectAccessible(page)
})

test('without a session, and without a server, the page says what to do and stays readable', async ({
  page,
  serve,
  context,
}) => {
  const served = await serve(studio)
  await page.goto(served.origin)
  await expect(page.getByRole('region', { name: 'Problem' })).toContainText(
    'Open the page by the link in the terminal',
  )
  await expectAccessible(page)
  await page.goto(served.link)
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
  const second = await context.newPage()
  await second.goto(served.link)
  await expect(second.getByRole('region', { name: 'Problem' })).toContainText(
    'Open the page by the link',
  )

  await served.stop()
  await expect(page.getByRole('region', { name: 'Connection' })).toContainText(
    'The server does not answer.',
  )
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
  await expectAccessible(page)
  const anew = await serve(studio, Number(new URL(served.origin).port))
  await expect(page.getByRole('region', { name: 'Connection' })).toContainText(
    'The server was started anew.',
  )
  await page.goto(anew.link)
  await expect(page.getByRole('region', { name: 'Connection' })).toBeHidden()
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
})

test('a page on another port of this machine reaches nothing', async ({ page, serve }) => {
  const { link, origin } = await serve(studio)
  const foreign = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>foreign</title>')
  })
  await new Promise<void>((resolve) => {
    foreign.listen(0, '127.0.0.1', resolve)
  })
  await page.goto(`http://127.0.0.1:${Object(foreign.address()).port}/`)
  const answered: number[] = []
  page.on('response', (response) => answered.push(response.status()))
  const outcomes = await page.evaluate(
    async ([target, code]) => {
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
      const post = { method: 'POST', body: JSON.stringify({ code, kind: 'prove' }) }
      return [
        await tried(fetch(`${target}/api/overview`)),
        await tried(fetch(`${target}/api/tree`, { headers: { 'x-rebaseline-token': 'x' } })),
        await tried(
          fetch(`${target}/api/session`, {
            ...post,
            headers: { 'content-type': 'application/json' },
          }),
        ),
        await tried(fetch(`${target}/api/jobs`, { ...post, mode: 'no-cors' })),
        await tried(fetch(`${target}/`, { mode: 'no-cors' })),
        await loaded('img', `${target}/api/overview`),
        await loaded('script', `${target}/api/overview`),
      ]
    },
    [origin, new URL(link).hash.replace('#code=', '')] as const,
  )
  expect(new Set(outcomes)).toEqual(new Set(['failed']))
  const submitted = page.waitForResponse((response) => response.url().endsWith('/api/jobs'))
  await page.evaluate((target) => {
    const form = document.createElement('form')
    Object.assign(form, { method: 'post', action: `${target}/api/jobs`, enctype: 'text/plain' })
    document.body.append(form)
    form.submit()
  }, origin)
  expect((await submitted).status()).toBe(403)
  await page.waitForURL(`${origin}/api/jobs`)
  expect(answered.filter((status) => status < 400)).toEqual([])
  foreign.close()
  foreign.closeAllConnections()
  await page.goto(link)
  await expect(page.getByRole('region', { name: 'Verdict' })).toBeVisible()
})

test('no request leaves this machine', async ({ page, serve }) => {
  const { link, origin } = await serve(studio)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  await page.goto(`${link}&${records}&tab=definition`)
  await expect(page.getByRole('region', { name: 'Rebuilt definition' })).toBeVisible()
  expect(new Set(asked)).toEqual(new Set([origin]))
})
