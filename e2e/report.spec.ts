import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from '@playwright/test'
import { reportHtml } from '../server/export/report-html.ts'
import { reportFacts } from '../server/testing/report-facts.ts'
import { expectAccessible } from './real-dashboard.ts'

const HOSTILE = `<img src=x onerror="window.__pwn=1"></style><script>window.__pwn=1</script>`

const folder = mkdtempSync(join(tmpdir(), 'rebaseline-report-'))

test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the report works from disk, asks for nothing, and can be printed', async ({ page }) => {
  const file = join(folder, 'report.html')
  writeFileSync(file, reportHtml(reportFacts(HOSTILE)))
  const asked: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(pathToFileURL(file).href)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`The baseline of ${HOSTILE}`)
  await expect(page.getByRole('heading', { name: 'Signed' })).toHaveCSS('font-size', '18px')
  await expectAccessible(page)
  const wide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  for (const width of [1280, 400]) {
    await page.setViewportSize({ width, height: 900 })
    expect(await wide()).toBe(false)
  }
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)')
  expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000)
  expect(await page.evaluate(() => '__pwn' in window)).toBe(false)
  expect(asked).toEqual([pathToFileURL(file).href])
  expect(complaints).toEqual([])
})
