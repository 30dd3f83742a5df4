import { expect } from '@playwright/test'
import { expectAccessible } from './real-dashboard.ts'
import { large, longName } from './scenes/extremes.ts'
import { idOf } from './scenes/scene.ts'
import { test } from './scenes/scene-test.ts'
import { studio } from './scenes/studio.ts'

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

  await page.getByRole('tab', { name: 'Origin' }).click()
  const title = page.getByRole('row', { name: /title 002_records/ })
  await expect(title).toContainText('public.records.headline')
  await expect(page.getByRole('row', { name: 'column id 002_records', exact: true })).toBeVisible()
  await expect(page.getByRole('row', { name: /set_updated_at/ })).toContainText('could not be told')
  await expect(title.getByRole('link', { name: '048_rename_columns' })).toHaveAttribute(
    'href',
    /#\/history\?migration=048_rename_columns/,
  )
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
  await expect(page.getByText('10 objects with their parts · 0 of 5 viewed')).toBeVisible()
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
