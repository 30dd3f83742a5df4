// Takes a picture of every screen in each of its states, light and dark, into screenshots/: to be looked at.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { large, longName, unwritable } from './scenes/extremes.ts'
import {
  approved,
  brokenDraft,
  exported,
  interrupted,
  provenAgain,
  refused,
  reviewing,
  rewritten,
} from './scenes/review.ts'
import {
  drifted,
  driftFailed,
  driftLarge,
  explained,
  noDatabase,
  notLooked,
} from './scenes/drift.ts'
import { lostLine, manyLines } from './scenes/line.ts'
import {
  fifty,
  fiveHundred,
  hostileHistory,
  noMigrations,
  notKept,
  told,
} from './scenes/history.ts'
import { plantedBadly, plantedWell, planting } from './scenes/planted.ts'
import { idOf, type Scene } from './scenes/scene.ts'
import { serveScene } from './scenes/serve-scene.ts'
import { databases, failing, running, untouched } from './scenes/states.ts'
import { studio } from './scenes/studio.ts'

interface Picture {
  readonly name: string
  readonly scene: Scene
  readonly view: string
  readonly width?: number
  readonly server?: 'stopped'
}

/** A script without types. */
interface BrowserFinder {
  readonly findBrowser: (
    say: (text: string) => void,
  ) => Promise<{ path: string; args: string[]; env: Record<string, string> }>
}

const records = `object=${idOf('records')}`

const PICTURES: readonly Picture[] = [
  { name: 'overview', scene: studio, view: '/' },
  { name: 'overview-first-run', scene: untouched, view: '/' },
  { name: 'overview-running', scene: running, view: '/' },
  { name: 'overview-failed', scene: failing, view: '/' },
  { name: 'overview-planted', scene: plantedWell, view: '/' },
  { name: 'overview-planted-badly', scene: plantedBadly, view: '/' },
  { name: 'overview-planted-narrow', scene: plantedBadly, view: '/', width: 900 },
  { name: 'overview-planting', scene: planting, view: '/' },
  { name: 'overview-disconnected', scene: studio, view: '/', server: 'stopped' },
  { name: 'overview-unwritable', scene: unwritable, view: '/' },
  { name: 'overview-line', scene: manyLines, view: '/' },
  { name: 'overview-line-lost', scene: lostLine, view: '/' },
  { name: 'history', scene: told, view: '/history' },
  { name: 'history-migration', scene: told, view: '/history?migration=008_email_length' },
  { name: 'history-nothing', scene: told, view: '/history?migration=012_backfill' },
  { name: 'history-not-known', scene: told, view: '/history?migration=009_reports' },
  {
    name: 'history-statements',
    scene: told,
    view: '/history?migration=010_trigram&part=statements',
  },
  { name: 'history-source', scene: told, view: '/history?migration=007_rooms&part=source' },
  { name: 'history-filtered', scene: told, view: '/history?find=rooms&show=objects' },
  { name: 'history-categories-hostile', scene: hostileHistory, view: '/history' },
  { name: 'history-fifty', scene: fifty, view: '/history' },
  { name: 'history-large', scene: fiveHundred, view: '/history?migration=0250_create_table_0250' },
  { name: 'history-narrow', scene: told, view: '/history?migration=008_email_length', width: 900 },
  { name: 'history-not-kept', scene: notKept, view: '/history' },
  { name: 'history-empty', scene: noMigrations, view: '/history' },
  { name: 'history-first-run', scene: untouched, view: '/history' },
  { name: 'compare', scene: studio, view: `/compare?${records}` },
  { name: 'compare-definition', scene: studio, view: `/compare?${records}&tab=definition` },
  {
    name: 'compare-function',
    scene: studio,
    view: `/compare?object=${idOf('touch')}&tab=definition`,
  },
  { name: 'compare-rows', scene: studio, view: `/compare?${records}&tab=rows` },
  { name: 'compare-differences', scene: studio, view: `/compare?${records}&tab=differences` },
  { name: 'compare-origin', scene: studio, view: `/compare?${records}&tab=origin` },
  { name: 'compare-all', scene: studio, view: '/compare' },
  { name: 'compare-domains', scene: studio, view: '/compare?group=domain' },
  { name: 'compare-domains-large', scene: large, view: '/compare?group=domain' },
  { name: 'compare-empty', scene: studio, view: '/compare?find=no-such-thing' },
  { name: 'compare-large', scene: large, view: '/compare' },
  { name: 'compare-long-name', scene: longName, view: `/compare?${records}`, width: 1280 },
  { name: 'compare-no-object', scene: studio, view: '/compare?object=nonsense' },
  { name: 'compare-narrow', scene: studio, view: `/compare?${records}`, width: 900 },
  { name: 'compare-filtered', scene: studio, view: '/compare?find=re&status=changed&kind=table' },
  { name: 'baseline-empty', scene: untouched, view: '/baseline' },
  { name: 'baseline', scene: reviewing, view: '/baseline' },
  { name: 'baseline-beside', scene: brokenDraft, view: '/baseline?view=compare' },
  { name: 'baseline-signed', scene: rewritten, view: '/baseline?view=signed' },
  { name: 'baseline-failing', scene: brokenDraft, view: '/baseline' },
  { name: 'baseline-failed', scene: brokenDraft, view: '/' },
  { name: 'checklist-empty', scene: untouched, view: '/checklist' },
  { name: 'checklist', scene: approved, view: '/checklist' },
  { name: 'checklist-stale', scene: reviewing, view: '/checklist?item=unmodeled' },
  { name: 'export-empty', scene: untouched, view: '/export' },
  { name: 'export-refused', scene: refused, view: '/export' },
  { name: 'export-planned', scene: approved, view: '/export?step=8' },
  { name: 'export-done', scene: exported, view: '/export' },
  { name: 'export-interrupted', scene: interrupted, view: '/export' },
  { name: 'export-done-without-git', scene: provenAgain, view: '/export' },
  { name: 'overview-after-export', scene: provenAgain, view: '/' },
  { name: 'export-narrow', scene: refused, view: '/export', width: 900 },
  { name: 'deployments', scene: drifted, view: '/deployments' },
  { name: 'deployments-equal', scene: explained, view: '/deployments' },
  { name: 'deployments-empty', scene: notLooked, view: '/deployments' },
  { name: 'deployments-no-database', scene: noDatabase, view: '/deployments' },
  { name: 'deployments-failed', scene: driftFailed, view: '/deployments' },
  { name: 'deployments-large', scene: driftLarge, view: '/deployments', width: 900 },
  { name: 'databases', scene: databases, view: '/compare' },
  { name: 'databases-overview', scene: databases, view: '/' },
]

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url))
mkdirSync(folder, { recursive: true })
const finder = new URL('../scripts/browser.mjs', import.meta.url).href
const { findBrowser } = (await import(finder)) as BrowserFinder
const { path, args, env } = await findBrowser((text) => console.error(text))
const browser = await chromium.launch({
  executablePath: path,
  args,
  env: { ...process.env, ...env } as Record<string, string>,
})
const only = process.argv.slice(2)

for (const picture of PICTURES) {
  if (
    only.length > 0 &&
    !only.some((name) =>
      name.endsWith('*') ? picture.name.startsWith(name.slice(0, -1)) : picture.name === name,
    )
  )
    continue
  const served = await serveScene(picture.scene)
  const page = await browser.newPage({ viewport: { width: picture.width ?? 1440, height: 900 } })
  await page.goto(`${served.link}&${picture.view}`)
  await page.getByRole('main').waitFor()
  await page.waitForLoadState('networkidle')
  for (const busy of await page.getByText(/^(?:Reading|Comparing|Loading)/).all()) {
    await busy.waitFor({ state: 'hidden' })
  }
  // The editor draws its colours and what differs after its text.
  const editors = page.getByRole('textbox', { name: /^(?:Text of|Generated|Signed)/ })
  if ((await editors.count()) > 0) {
    await page.getByText(/Checked with the types of Kysely|^\d+ problems?$/).waitFor()
    await page.locator('.view-line [class*=mtk]:not(.mtk1)').first().waitFor()
  }
  if (picture.server === 'stopped') {
    await served.stop()
    await page.getByText('The server does not answer.').first().waitFor()
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const file = join(folder, `${picture.name}-${colorScheme}.png`)
    await page.screenshot({ path: file })
    console.log(file)
  }
  await page.close()
  if (picture.server !== 'stopped') await served.stop()
}
await browser.close()
