import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, type Page } from '@playwright/test'
import { cli } from '../server/testing/cli.ts'
import { expectAccessible, expectRun, goTo } from './real-dashboard.ts'
import { databaseOnShared, onSharedServer } from './shared-server.ts'
import { openTinyDashboard, type TinyDashboard } from './tiny-project.ts'

test.describe.configure({ mode: 'serial', timeout: 300_000 })

const SECRET = 'canary-of-the-live-one'
const LATER = `import { sql } from 'kysely'
export const up = (db) => sql\`alter table rooms add floor int\`.execute(db)
`
let dashboard: TinyDashboard
let page: Page
let live: Awaited<ReturnType<typeof databaseOnShared>>
const answers: Promise<string>[] = []

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000)
  live = await databaseOnShared('studio_live')
  await live.ask(`create role reader login password '${SECRET}'`)
  const url = new URL(live.url.reveal())
  Object.assign(url, { username: 'reader', password: SECRET })
  dashboard = await openTinyDashboard(
    browser,
    // What is still to run stands in a folder of its own.
    ['--migrations', 'floors', '--database-env', 'STUDIO_URL'],
    async ({ folder, path }) => {
      const words = ['migrate', '--migrations', 'migrations', '--database', live.url.reveal()]
      expect(await cli(words, { cwd: folder, env: onSharedServer() })).toMatchObject({ code: 0 })
      mkdirSync(path('floors'))
      writeFileSync(path('floors/003_floor.ts'), LATER)
    },
    { STUDIO_URL: url.href },
  )
  page = dashboard.page
  page.on('response', (response) => void answers.push(response.text().catch(() => '')))
})
test.afterAll(() => dashboard?.stop())

const found = () => page.getByRole('region', { name: 'What was found' })
const group = (name: RegExp) => page.getByRole('region', { name })

test('a database that may not be read says so, and nothing of it is shown as looked at', async () => {
  await expectRun(page, 1, /Equal/)
  await goTo(page, 'Deployments')
  const which = page.getByRole('region', { name: 'The live database' })
  await expect(which).toContainText('as reader')
  await expect(which).toContainText('STUDIO_URL')
  await expect(which).toContainText('Not looked at yet')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Look for drift' }).click()
  await expect(page.getByRole('region', { name: 'Problem' })).toContainText('permission denied', {
    timeout: 120_000,
  })
  await expect(found()).toBeHidden()
  await expect(page.getByRole('banner')).toContainText('could not be looked at')
})

test('what it has that no migration explains, and the reverse, is told with the migrations it comes of', async () => {
  await live.ask('grant select on all tables in schema public to reader')
  await live.ask('create index by_hand on rooms (name); drop index rooms_name_key')
  await live.ask('alter table kysely_migration drop constraint kysely_migration_pkey')
  await live.ask('alter table kysely_migration alter name drop not null')
  await live.ask("insert into kysely_migration values (null, '2026-01-01T00:00:00.000Z')")
  await page.getByRole('button', { name: 'Look for drift' }).click()
  await expect(found()).toContainText('the live database is not what its migrations build', {
    timeout: 120_000,
  })
  await expect(group(/^In the live database, and no/)).toContainText('by_hand')
  await expect(group(/^Built by the migrations/)).toContainText('rooms_name_key')
  await expect(group(/^Built by the migrations/)).toContainText('002_rooms_name makes it')
  const ledger = page.getByRole('region', { name: 'What its ledger says' })
  await expect(ledger).toContainText('has run 2 of 3 migrations')
  await expect(ledger).toContainText('Still to run: 003_floor')
  await expect(ledger).toContainText('a row whose name is NULL')
  await expect(ledger).toContainText('002_rooms_name has run there, and what it does now')
  await expectAccessible(page)
  // The run and its review are left alone.
  await expectRun(page, 1, /Equal/)
})

test('a reloaded page shows the same, and that it is old once the migrations are others', async () => {
  await page.reload()
  await expect(found()).toContainText('the live database is not what its migrations build')
  writeFileSync(dashboard.project.path('floors/003_floor.ts'), `${LATER}// more\n`)
  await page.reload()
  await expect(found()).toContainText('the migrations changed since')
})

test('nothing shows or keeps the password', async () => {
  const { folder } = dashboard.project
  const files = readdirSync(join(folder, '.rebaseline'), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, '.rebaseline', name))
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, 'utf8'))
  const all = [...files, ...(await Promise.all(answers)), await page.content()]
  expect(all.filter((text) => text.includes(SECRET))).toEqual([])
  expect(dashboard.complaints).toEqual([])
})
