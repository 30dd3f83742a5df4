import { existsSync } from 'node:fs'
import { expect, test } from '@playwright/test'
import { startCli, type Running } from '../server/testing/cli.ts'

let started: Running | undefined

test.afterEach(async () => {
  started?.child.kill('SIGINT')
  await started?.ended
})

/** The line of the terminal that says so. */
function line(said: string, pattern: RegExp): string {
  const [found] = pattern.exec(said) ?? []
  if (found === undefined) throw new Error(`nothing is like ${pattern} in: ${said}`)
  return found
}

test('who starts the program reads both verdicts in the terminal, and the findings on the page', async ({
  page,
}) => {
  test.setTimeout(400_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(String(error)))
  started = startCli(['demo', '--no-open', '--port', '0'])
  const said = await started.saying(/Ctrl\+C ends it/)
  line(
    said,
    /^ {2}The generated baseline: Acceptable: \d+ differences in \d+ objects, all acceptable$/m,
  )
  const byHand = line(said, /^ {2}The baseline made by hand: Different: .* of them block$/m)
  expect(said).toMatch(/✗ index public\.\S+ |… and \d+ more/)

  const links = [...said.matchAll(/http:\/\/127\.0\.0\.1:\d+\/#code=\S+/g)]
  await page.goto(links.at(-1)?.[0] ?? '')
  await expect(page.getByRole('banner')).toContainText(/Different/)
  const headline = byHand.replace(/^.*Different: /, '')
  await expect(page.getByText(headline).first()).toBeVisible()
  const steps = page.getByRole('navigation', { name: 'Steps' })
  await steps.getByRole('link', { name: /^Compare\b/ }).click()
  await expect(page.getByRole('treegrid')).toBeVisible()
  await expect(page.getByText('studio_status').first()).toBeVisible()
  expect(complaints).toEqual([])

  const { pid } = started.child
  started.child.kill('SIGINT')
  expect(await started.ended).toMatchObject({ code: 0 })
  expect(existsSync(`/proc/${pid}`)).toBe(false)
})
