import { expect } from '@playwright/test'
import { expectAccessible } from './real-dashboard.ts'
import { approved, exported } from './scenes/review.ts'
import { test } from './scenes/scene-test.ts'

test.describe.configure({ timeout: 120_000 })

test('before the export it stands there what to tell which branch, and after it what the folder needs', async ({
  page,
  serve,
  complaints,
}) => {
  const served = await serve(approved)
  await page.goto(`${served.link}&/export`)
  const team = page.getByRole('region', { name: 'For the team' })
  await expect(team).toContainText('feature/age')
  await expect(team).toContainText('git mv -- migrations/0003_age.ts migrations/006_age.ts')
  await expect(team).toContainText('Could not tell')
  await expect(team).toContainText('1,200 older ones not looked at')
  await team.getByText('What changes for each developer').click()
  await expect(team).toContainText('npm run db:rebuild -- --yes-drop NAME')
  await expectAccessible(page)
  for (const width of [1280, 700]) {
    await page.setViewportSize({ width, height: 900 })
    const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
    expect([width, isWide]).toEqual([width, false])
  }
  await page.setViewportSize({ width: 1280, height: 900 })
  await page.emulateMedia({ colorScheme: 'dark' })
  served.show(exported)
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(team.getByRole('region', { name: 'The folder as it stands now' })).toContainText(
    'it sorts before 001_baseline',
  )
  await expect(team).not.toContainText('origin/old')
  await expectAccessible(page)
  expect(await page.evaluate(() => '__pwn' in window)).toBe(false)
  expect(complaints).toEqual([])
})
