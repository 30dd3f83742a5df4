import { expect, test, type Page } from '@playwright/test'
import { expectAccessible, expectRun, tabTo } from './real-dashboard.ts'
import { databasesOfShared } from './shared-server.ts'
import { openTinyDashboard, type TinyDashboard } from './tiny-project.ts'

test.describe.configure({ mode: 'serial', timeout: 400_000 })

let dashboard: TinyDashboard
let page: Page

test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000)
  dashboard = await openTinyDashboard(browser)
  page = dashboard.page
})
test.afterAll(() => dashboard?.stop())

const planted = () => page.getByRole('region', { name: 'Planted faults' })
const job = () => page.getByRole('region', { name: 'Job', exact: true })

test('planting that is called off keeps nothing, and the run before it stays', async () => {
  await expectRun(page, 1, /Equal|Acceptable/)
  await tabTo(page, /^Plant faults$/)
  await page.keyboard.press('Enter')
  await expect(job()).toContainText(/Planting \d+ faults in copies, round \d+ of \d+/, {
    timeout: 200_000,
  })
  await job().getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByText(/Planting faults was called off after/)).toBeVisible({
    timeout: 60_000,
  })
  await expect(planted().getByText(/caught/)).toBeHidden()
  await expectRun(page, 1, /Equal|Acceptable/)
  await expect.poll(() => databasesOfShared('planted')).toEqual([])
})

test('planted faults are all caught, which is one more proof', async () => {
  await planted().getByRole('button', { name: 'Plant faults' }).click()
  await expectRun(page, 2, /Equal|Acceptable/)
  await expect(planted()).toContainText(/Holds: (\d+) of \1 planted faults caught, in \d+ rounds/)
  await expect(page.getByRole('region', { name: 'Proofs' })).toContainText(
    /Holds The comparison notices faults that are planted · \d+ of/,
  )
  await expectAccessible(page)
  await expect.poll(() => databasesOfShared('planted')).toEqual([])
  expect(dashboard.complaints).toEqual([])
})
