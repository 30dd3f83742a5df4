import { expect } from '@playwright/test'
import { expectAccessible } from './real-dashboard.ts'
import { unwritable } from './scenes/extremes.ts'
import { plantedBadly, planting } from './scenes/planted.ts'
import { reviewing } from './scenes/review.ts'
import { idOf } from './scenes/scene.ts'
import { test } from './scenes/scene-test.ts'
import type { Served } from './scenes/serve-scene.ts'
import { failing, running, untouched } from './scenes/states.ts'
import { studio } from './scenes/studio.ts'

// Looking at every screen with axe takes a minute on a busy machine.
test.describe.configure({ timeout: 240_000 })

test('a folder that can’t be written is said on every screen', async ({ page, serve }) => {
  const served = await serve(unwritable)
  await page.goto(`${served.link}&/compare`)
  const banner = page.getByRole('region', { name: 'Folder of the project' })
  await expect(banner).toContainText('no space is left for')
  await expectAccessible(page)
  const add = page.getByRole('button', { name: 'Add to baseline' }).first()
  await expect(add).toBeDisabled()
  const steps = page.getByRole('navigation', { name: 'Steps' })
  await steps.getByRole('link', { name: /^Overview/ }).click()
  await expect(page.getByRole('button', { name: 'Repeat the whole run' })).toBeDisabled()
  await steps.getByRole('link', { name: /^Compare/ }).click()
  served.show(studio)
  await expect(banner).toBeHidden()
  await expect(add).toBeEnabled()
})

test('what could not be told is said beside a verdict that looks well', async ({ page, serve }) => {
  const { result } = reviewing.overview
  if (!result) throw new Error('the scene has no result')
  const title = 'The Kysely types that the project’s own kysely-codegen 0.20.0 writes are the same'
  const detail = 'on the old side, it ended with 1: <b>no such module</b>'
  const proofs = [...result.proofs, { title, outcome: 'unknown', detail } as const]
  const overview = {
    ...reviewing.overview,
    result: { ...result, verdict: 'equal', proofs } as const,
  }
  const served = await serve({ ...reviewing, overview })
  await page.goto(`${served.link}&/`)
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText(
    `Could not tell ${title} · ${detail}`,
  )
  await expect(page.getByRole('banner')).toContainText(/Equal .*, !Could not tell: 1 proof/)
  await expectAccessible(page)
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
  const problem = page.getByRole('region', { name: 'Problem' })
  await expect(problem).toContainText('relation "public.userz" does not exist')
  const facts = problem.getByRole('definition')
  await expect(facts.filter({ hasText: '42P01' })).toBeVisible()
  await expect(facts.filter({ hasText: 'migrations/021_user_soft_delete.ts:7:6' })).toBeVisible()
  await expect(problem).toContainText('It goes on from there: what the migrations up to 020_')
  await expectAccessible(page)
})

test('planting goes on, and what escaped of it is named, with what could not be planted', async ({
  page,
  serve,
}) => {
  const served = await serve(planting)
  await page.goto(served.link)
  const planted = page.getByRole('region', { name: 'Planted faults' })
  await expect(page.getByRole('region', { name: 'Job', exact: true })).toContainText(
    'Planting 2,914 faults in copies, round 3 of 22400 of 2,914',
  )
  await expect(planted.getByRole('button', { name: 'Plant faults' })).toBeDisabled()
  await expectAccessible(page)

  served.show(plantedBadly)
  await expect(planted).toContainText('2,912 of 2,914 planted faults caught')
  await expect(planted.getByRole('table', { name: 'Faults that escaped' })).toContainText(
    'trigger public.records.touchdroppedDROP TRIGGER touch ON public.records',
  )
  await planted.getByText('312 faults could not be planted').focus()
  await page.keyboard.press('Enter')
  await expect(planted.getByText('… and 310 more')).toBeVisible()
  await expectAccessible(page)
  await page.setViewportSize({ width: 700, height: 900 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(700)
  await planted.getByRole('button', { name: 'Plant faults again' }).click()
  await expect.poll(() => served.calls.at(-1)).toBe('jobs {"kind":"plant"}')
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

  const damaged = { code: 'state-damaged', message: 'Could not read it.', help: 'Put it right.' }
  await page.route('**/api/overview', (route) =>
    route.fulfill({ status: 409, json: { error: damaged } }),
  )
  await expect(page.getByRole('region', { name: 'Connection' })).toContainText(
    'Could not read it. Put it right. What you see is as it was before',
  )
  await expectAccessible(page)
  await page.unroute('**/api/overview')
  await expect(page.getByRole('region', { name: 'Connection' })).toBeHidden()
  await expect(page.getByText('The server answers again.')).toBeAttached()

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
