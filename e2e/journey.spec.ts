import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, type Page } from '@playwright/test'
import { plainBuild } from '../server/history/replay.ts'
import { startServer } from '../server/postgres/engine.ts'
import { newRunId } from '../server/postgres/run-id.ts'
import { createScratch } from '../server/postgres/scratch.ts'
import { cli, documentOf } from '../server/testing/cli.ts'
import {
  expectAccessible,
  expectRun,
  goTo,
  openDashboard,
  type RealDashboard,
} from './real-dashboard.ts'

// A copy of its own, inside of the repository, so that its Kysely is found.
const SAMPLE = fileURLToPath(new URL(`../dist/sample-${process.pid}/`, import.meta.url))
const STUDIO = fileURLToPath(new URL('../examples/studio/', import.meta.url))
const migrations = (): string[] => readdirSync(join(SAMPLE, 'migrations')).toSorted()

/** The last statement of the baseline made by hand. */
const LAST = 'await sql`revoke execute on function write_audit_log() from public`.execute(db)'
/** Gives a constraint of the sample another name: acceptable, and another object than the one that was signed. */
const RENAME = 'await sql`alter index artists_pkey rename to artists_key`.execute(db)'

test.describe.configure({ mode: 'serial', timeout: 400_000 })

let dashboard: RealDashboard
let page: Page

test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000)
  dashboard = await openDashboard(browser, ['demo', '--out', SAMPLE])
  page = dashboard.page
})
test.afterAll(async () => {
  await dashboard?.stop()
  rmSync(SAMPLE, { recursive: true, force: true })
})

const refusals = () => page.getByRole('region', { name: 'Why the export is refused' })
const classes = () => page.getByRole('region', { name: 'Acceptable differences' })

test('who starts the program reads both verdicts in the terminal, and the findings on the page', async () => {
  const said = await dashboard.running.saying(/Ctrl\+C ends it/)
  const generated =
    /^ {2}The generated baseline: Acceptable: \d+ differences in \d+ objects, all acceptable$/m
  expect(said).toMatch(generated)
  const byHand = /^ {2}The baseline made by hand: Different: (.* of them block)$/m
  expect(said).toMatch(byHand)
  expect(said).toMatch(/✗ index public\.\S+ |… and \d+ more/)

  await expect(page.getByRole('banner')).toContainText(/Different/)
  await expect(page.getByText(byHand.exec(said)?.[1] ?? '').first()).toBeVisible()
  await goTo(page, 'Compare')
  await expect(page.getByRole('treegrid')).toBeVisible()
  await expect(page.getByText('studio_status').first()).toBeVisible()
})

test('what the baseline made by hand lost is seen, and keeps the export off', async () => {
  await expectRun(page, 1, /Different/)
  await goTo(page, 'Export')
  await expect(refusals()).toContainText(/\d+ differences block/)
  await expect(page.getByRole('button', { name: 'Export', exact: true })).toBeDisabled()
  await goTo(page, 'Compare')
  const lost = page.getByRole('article', { name: /public\.artworks\.artworks_size_check/ })
  await expect(lost).toContainText('Missing')
  await expect(lost.getByRole('row', { name: 'present true false', exact: true })).toBeVisible()
  await lost.getByText('Statements that mend it').click()
  await expect(lost.getByRole('region', { name: /^Statements for/ })).toContainText('CHECK')
})

test('the findings are repaired one by one and all at once, and the drafts verify clean', async () => {
  await page
    .getByRole('article', { name: /public\.artworks\.artworks_size_check/ })
    .getByRole('button', { name: 'Add to baseline' })
    .click()
  await expect(
    page.getByText('Statements for 1 finding were added to the drafts.').first(),
  ).toBeVisible()
  await expect(page.getByRole('banner')).toContainText('Not current')
  await page.getByRole('button', { name: /^Pick all/ }).click()
  await page.getByRole('button', { name: /^Add .* to the baseline/ }).click()
  const outcome = page.getByRole('region', { name: 'Added to the baseline' }).first()
  await expect(outcome).toContainText(/Statements for \d+ findings were added to the drafts\./)
  await outcome.getByRole('button', { name: 'Verify again' }).click()
  await expectRun(page, 2, /Acceptable/)
  await expect(page.getByRole('article', { name: /Missing|Changed|Added/ })).toHaveCount(0)
})

test('each acceptable class is acknowledged with a reason, and all items are signed', async () => {
  await goTo(page, 'Checklist')
  await page.getByRole('textbox', { name: 'Name' }).fill('Ada Lovelace')
  await acknowledgeAll()
  await signAll()
  await expectAccessible(page)
  await goTo(page, 'Export')
  await expect(page.getByText('Nothing blocks, and every item is signed')).toBeVisible()
  await expect(refusals()).toBeHidden()
})

test('an edit that changes an object keeps the export off until it is verified, and then says what is stale', async () => {
  await goTo(page, 'Baseline')
  const draft = page.getByRole('textbox', { name: 'Text of 001_baseline.ts' })
  await expect(draft).toBeAttached()
  await typeAfter(LAST, RENAME)
  await expect(page.getByText('Edit of 001_baseline.ts').first()).toBeVisible()
  await goTo(page, 'Export')
  await expect(refusals()).toContainText('verify again first: the drafts changed since run 2')
  await page.keyboard.press('Control+Enter')
  await expectRun(page, 3, /Acceptable/)
  await expect(refusals()).toContainText(
    /“Constraints preserved” changed since it was signed: .*artists_pkey/,
  )
  await expect(refusals()).toContainText(/of class name: .*acknowledge them again/)
  await expectAccessible(page)
})

test('what is stale is acknowledged and signed again', async () => {
  await goTo(page, 'Checklist')
  const item = page.getByRole('listitem', { name: 'Constraints preserved' })
  await expect(item).toContainText('Changed since approval')
  await expect(item).toContainText(/What changed since: .*artists_pkey/)
  await expect(page.getByRole('listitem', { name: 'Tables present' })).toContainText('Signed · AL')
  await acknowledgeAll()
  await signAll()
})

test('the plan shows exactly what is written, and the export does exactly that', async () => {
  await goTo(page, 'Export')
  await expect(page.getByText('Nothing blocks, and every item is signed')).toBeVisible()
  await page.getByText('migrations/001_baseline.ts', { exact: true }).click()
  await expectAccessible(page)
  const written = page.getByRole('region', { name: 'New files' })
  await written.getByRole('button', { name: 'Show all of them' }).click()
  await expect(written).toContainText('alter index artists_pkey rename to artists_key')
  const before = migrations()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Exported', exact: true })).toContainText(
    `${before.length} moved files`,
  )
  await expectAccessible(page)
  expect(migrations()).toEqual(['001_baseline.ts', '002_seed_definitions.ts'])
  expect(readdirSync(join(SAMPLE, 'migrations_archive'))).toEqual(
    expect.arrayContaining([...before, '_README.md', 'report.md', 'report.json']),
  )
  expect(readFileSync(join(SAMPLE, 'migrations', '001_baseline.ts'), 'utf8')).toContain(RENAME)
  expect(dashboard.complaints).toEqual([])
})

test('the files on disk run in plain Kysely, and what they build is what was approved', async () => {
  const server = await startServer({ runId: newRunId() })
  try {
    const { url } = await createScratch(server, { runId: server.runId, purpose: 'plain' })
    const ran = await plainBuild({
      folder: join(SAMPLE, 'migrations'),
      database: url,
      runId: server.runId,
    })
    expect(ran.migrations.map(({ name }) => name)).toEqual(['001_baseline', '002_seed_definitions'])
    const compared = await cli([
      'compare',
      join(STUDIO, 'migrations'),
      url.reveal(),
      '--seed',
      'all',
      '--json',
    ])
    const { verdict, findings } = documentOf(compared) as {
      verdict: string
      findings: { class: string; address: { names: string[] } }[]
    }
    expect([compared.code, verdict]).toEqual([0, 'acceptable'])
    expect(findings.map(({ address }) => address.names.at(-1))).toContain('artists_pkey')
  } finally {
    await server.stop()
  }
})

test('the program ends when it is interrupted', async () => {
  const { child, ended } = dashboard.running
  child.kill('SIGINT')
  expect(await ended).toMatchObject({ code: 0 })
  expect(existsSync(`/proc/${child.pid}`)).toBe(false)
})

async function acknowledgeAll(): Promise<void> {
  const open = classes().getByRole('button', { name: /^Acknowledge/ })
  for (let left = await open.count(); left > 0; left -= 1) {
    await open.first().click()
    await page
      .getByRole('textbox', { name: 'Why these differences are right' })
      .fill('Looked at each of them')
    await page.getByRole('button', { name: 'Acknowledge as Ada Lovelace' }).click()
    await expect(open).toHaveCount(left - 1)
  }
}

async function signAll(): Promise<void> {
  await page.getByRole('button', { name: /^Sign all that can be signed/ }).click()
  await page.getByRole('textbox', { name: /One note/ }).fill('All of it')
  await page.getByRole('button', { name: /^Sign \d+ items? as Ada/ }).click()
  await expect(page.getByText('9 of 9 signed').first()).toBeVisible()
}

/** Types a line after another one, in the editor. */
async function typeAfter(line: string, text: string): Promise<void> {
  const draft = readFileSync(join(SAMPLE, '.rebaseline', 'drafts', '001_baseline.ts'), 'utf8')
  const number = draft.split('\n').findIndex((each) => each.includes(line)) + 1
  expect(number).toBeGreaterThan(0)
  await page.getByRole('textbox', { name: 'Text of 001_baseline.ts' }).focus()
  await page.keyboard.press('Control+g')
  await page.keyboard.type(`${number}`)
  await page.keyboard.press('Enter')
  // The editor takes no key while its box still closes.
  await expect(page.locator('.active-line-number')).toHaveText(`${number}`)
  await page.keyboard.press('End')
  await page.keyboard.press('Enter')
  await page.keyboard.insertText(text)
}
