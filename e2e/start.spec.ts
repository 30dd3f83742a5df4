import { existsSync } from 'node:fs'
import { expect, test, type Page } from '@playwright/test'
import { LOSSES } from '../examples/studio/losses.ts'
import { startCli, type Running } from '../server/testing/cli.ts'

let started: Running | undefined

test.afterEach(async () => {
  started?.child.kill('SIGINT')
  await started?.ended
})

const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' })

/** The line of the terminal that says so. */
function line(said: string, pattern: RegExp): string {
  const [found] = pattern.exec(said) ?? []
  if (found === undefined) throw new Error(`nothing is like ${pattern} in: ${said}`)
  return found
}

test('who starts the program reads both verdicts in the terminal and on the page', async ({
  page,
}) => {
  test.setTimeout(300_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  started = startCli(['demo', '--no-open', '--port', '0'])
  const said = await started.saying(/Ctrl\+C ends it/)
  const generated = line(said, /^Acceptable: \d+ differences in \d+ objects, all acceptable$/m)
  const byHand = line(said, /^Different: \d+ differences in .* of them block$/m)
  expect(said).toMatch(/✗ index public\.\S+ |… and \d+ more/)

  const link = line(said, /http:\/\/127\.0\.0\.1:\d+\/#code=\S+/)
  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1, name: 'examples/studio' })).toBeVisible()
  await expect(page.getByText('replayed from examples/studio/migrations')).toBeVisible()
  await expect(verdict(page)).toContainText(generated)
  await expect(verdict(page)).toContainText('not compared: nothing')

  await page.getByRole('link', { name: /The baseline made by hand/ }).click()
  await expect(verdict(page)).toContainText(byHand)
  await page.getByRole('combobox', { name: 'Class' }).selectOption('structural')
  const structural = LOSSES.filter((loss) => loss.class === 'structural').length
  await expect(page.getByText(`${structural} of`, { exact: false })).toBeVisible()
  await page.getByRole('searchbox', { name: 'Find' }).fill('studio_status')
  const lost = page.getByRole('article', { name: /Changed type public.studio_status/ })
  await expect(lost).toBeVisible()
  expect(complaints).toEqual([])

  const { pid } = started.child
  started.child.kill('SIGINT')
  expect(await started.ended).toMatchObject({ code: 0 })
  expect(existsSync(`/proc/${pid}`)).toBe(false)
})
