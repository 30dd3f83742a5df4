import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, type Browser, type Page } from '@playwright/test'
import { noTerminal, startInTerminal, type InTerminal } from '../server/testing/in-terminal.ts'
import { cli } from '../server/testing/cli.ts'
import { expectAccessible, expectRun, goTo } from './real-dashboard.ts'

test.describe.configure({ timeout: 300_000 })

const why = noTerminal()
test.skip(why !== undefined, why ?? '')

// Inside of the repository, so that its Kysely is found.
const PLACE = fileURLToPath(new URL('../dist/', import.meta.url))

const table = (name: string): string => `import type { Kysely } from 'kysely'
export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.createTable('${name}').addColumn('id', 'integer').execute()
}
`

const WORKSPACE = {
  'package.json': '{ "name": "studio", "private": true }\n',
  'pnpm-workspace.yaml': "packages:\n  - 'apps/*'\n",
  'tsconfig.json': '{}\n',
  'CONTRIBUTING.md': '# Contributing\n',
  'apps/api/package.json': '{ "name": "api", "type": "module" }\n',
  'apps/api/AGENTS.md': '# Agents\n',
  'apps/api/compose.yaml': 'services:\n  db:\n    image: postgres:18\n',
  'apps/api/.env.example': 'DATABASE_URL=\n',
  'apps/api/src/db/migrations/001_rooms.ts': table('rooms'),
  'apps/api/src/db/migrations/002_beds.ts': table('beds'),
  'apps/mail/package.json': '{ "name": "mail", "type": "module" }\n',
  'apps/mail/migrations/001_letters.ts': table('letters'),
  'empty/README.md': '',
} as const

interface Opened {
  readonly folder: string
  readonly page: Page
  readonly terminal: InTerminal
  readonly stop: () => Promise<void>
}

async function open(browser: Browser, files: Readonly<Record<string, string>>): Promise<Opened> {
  mkdirSync(PLACE, { recursive: true })
  const folder = mkdtempSync(join(PLACE, 'first-run-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const terminal = startInTerminal(['--no-open'], folder)
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  const said = await terminal.saying(/http:\/\/127\.0\.0\.1:\d+\/#code=\S+/)
  await page.goto(/http:\/\/127\.0\.0\.1:\d+\/#code=\S+/.exec(said)?.[0] ?? '')
  const stop = async (): Promise<void> => {
    await context.close()
    await terminal.end()
    rmSync(folder, { recursive: true, force: true })
  }
  return { folder, page, terminal, stop }
}

const formOf = (page: Page) => page.getByRole('form', { name: 'Questions of the first run' })
const shownIn = (page: Page) => page.getByRole('region', { name: 'What will be created' })

test('of several folders one is chosen in the page, written down as init would, and proven without a restart', async ({
  browser,
}) => {
  const { folder, page, terminal, stop } = await open(browser, WORKSPACE)
  try {
    expect(await terminal.saying(/nothing was created yet/)).not.toContain('there are several')
    const form = formOf(page)
    await expect(
      form.getByRole('radio', { name: /apps\/api\/src\/db\/migrations 2 files/ }),
    ).toBeChecked()
    await expect(form.getByRole('radio', { name: /apps\/mail\/migrations 1 file/ })).toBeVisible()
    await expect(form.getByRole('combobox', { name: /Which major/ })).toHaveValue('18')
    await expect(form).toContainText('apps/api/compose.yaml says 18')
    const notes = form.getByRole('textbox', { name: /Which file gets the new workflow/ })
    await expect(notes).toHaveValue('apps/api/AGENTS.md')
    const shown = shownIn(page)
    await expect(shown).toContainText('Scratch databases named rebaseline_…')
    await expect(shown).toContainText('below apps/api/.rebaseline only')
    await expect(shown).toContainText('Nothing else is touched')
    await expect(shown).toContainText("migrations: 'apps/api/src/db/migrations'")
    await expect(shown).toContainText("databaseEnv: 'DATABASE_URL'")
    await expectAccessible(page)

    // Another choice takes its own notes with it; what can't be taken is told beside its field.
    await form.getByRole('radio', { name: /apps\/mail/ }).check()
    await expect(notes).toHaveValue('')
    await notes.fill('CONTRIBUTING.md')
    await expect(form).toContainText('It lies outside of apps/mail')
    await expect(notes).toHaveAttribute('aria-invalid', 'true')
    await notes.fill('')
    await form.getByRole('radio', { name: 'Another folder' }).check()
    const typed = form.getByRole('textbox', { name: 'Folder of migrations' })
    await form.getByRole('button', { name: 'Write the configuration and begin' }).click()
    await expect(form).toContainText('Name the folder that holds the migrations.')
    await expect(typed).toBeFocused()
    for (const [name, told] of [
      ['nowhere', 'There is no such folder'],
      ['empty', 'It holds no migrations'],
      ['../tiny', 'It lies outside of this project'],
    ] as const) {
      await typed.fill(name)
      await expect(form).toContainText(told)
    }
    await expectAccessible(page)
    expect(readdirSync(folder).toSorted()).toEqual(
      [...new Set(Object.keys(WORKSPACE).map((path) => path.split('/')[0]))].toSorted(),
    )

    await form.getByRole('radio', { name: /apps\/api/ }).check()
    await expect(notes).toHaveValue('apps/api/AGENTS.md')
    await expect(shown).toContainText("migrations: 'apps/api/src/db/migrations'")
    const text = (await shown.textContent()) ?? ''
    await form.getByRole('button', { name: 'Write the configuration and begin' }).click()
    await expectRun(page, 1, /Equal/)
    const written = readFileSync(join(folder, 'rebaseline.config.ts'), 'utf8')
    expect(text).toContain(written.replaceAll('\n', ''))
    expect(written).toContain('postgres: 18')
    expect(existsSync(join(folder, 'apps/api/.rebaseline/drafts'))).toBe(true)
    await expect(page.getByRole('region', { name: 'Configuration' })).toBeHidden()
    await goTo(page, 'Baseline')
    await expect(page.getByText('Saved as 001_baseline.ts')).toBeVisible()
    expect(await terminal.saying(/Ctrl\+C ends it/)).toMatch(/Equal|equal/)

    // Without the page, whoever has no terminal goes by that file now.
    const ended = await cli(['export', '--plan', '--json'], { cwd: folder })
    expect(ended.stdout).not.toContain('exactly one of')
    expect(ended.stderr).not.toContain('there are several')
  } finally {
    await stop()
  }
})

test('where none is found a folder is typed, and one run goes on with nothing written', async ({
  browser,
}) => {
  const { folder, page, stop } = await open(browser, {
    'package.json': '{ "name": "lone", "type": "module" }\n',
    'deep/down/steps/001_rooms.ts': table('rooms'),
  })
  try {
    const form = formOf(page)
    await expect(form).toContainText('None was found in the usual places')
    await expectAccessible(page)
    await goTo(page, 'Baseline')
    await expect(page.getByText(/say on the overview where the migrations are/)).toBeVisible()
    await goTo(page, 'Overview')
    await form.getByRole('textbox', { name: 'Folder of migrations' }).fill('./deep/down//steps/')
    await expect(shownIn(page)).toContainText("migrations: 'deep/down/steps'")

    // One that somebody wrote meanwhile stays, and what can still be done is offered.
    const theirs = join(folder, 'rebaseline.config.mjs')
    writeFileSync(theirs, "export default { migrations: 'elsewhere' }\n")
    await form.getByRole('button', { name: 'Write the configuration and begin' }).click()
    await expect(shownIn(page)).toContainText('is there already, and goes before these answers')
    await expect(form.getByRole('button', { name: 'Write the configuration' })).toBeHidden()
    expect(readFileSync(theirs, 'utf8')).toContain('elsewhere')
    rmSync(theirs)
    await form.getByRole('button', { name: 'Begin without writing' }).click()
    await expectRun(page, 1, /Equal/)
    expect(readdirSync(folder).toSorted()).toEqual(['.rebaseline', 'deep', 'package.json'])

    // It can still be written down; what is worked on stays.
    await goTo(page, 'Overview')
    const offer = page.getByRole('region', { name: 'Configuration' })
    await offer.getByRole('button', { name: 'Write one…' }).click()
    await expect(form.getByRole('textbox', { name: 'Folder of migrations' })).toHaveValue(
      'deep/down/steps',
    )
    await expectAccessible(page)
    await form.getByRole('button', { name: 'Write the configuration' }).click()
    await expect(offer).toBeHidden()
    expect(readFileSync(join(folder, 'rebaseline.config.mjs'), 'utf8')).toContain('deep/down/steps')
    await expect(page.getByRole('banner').getByText('run 1', { exact: true })).toBeVisible()
  } finally {
    await stop()
  }
})

test('the only folder is taken at once, and the questions are reachable from there', async ({
  browser,
}) => {
  const { folder, page, stop } = await open(browser, {
    'package.json': '{ "name": "one", "type": "module" }\n',
    'migrations/001_rooms.ts': table('rooms'),
    'other/001_beds.ts': table('beds'),
    'other/002_more.ts': table('more'),
  })
  try {
    await expectRun(page, 1, /Equal/)
    await page.getByRole('button', { name: 'Write one…' }).click()
    const form = formOf(page)
    await form.getByRole('radio', { name: 'Another folder' }).check()
    await form.getByRole('textbox', { name: 'Folder of migrations' }).fill('other')
    await expect(shownIn(page)).toContainText("migrations: 'other'")
    await form.getByRole('button', { name: 'Write the configuration' }).click()
    // Another folder is worked on from then on, in the same program.
    await expect(page.getByText(/replayed from other/)).toBeVisible({ timeout: 120_000 })
    expect(readFileSync(join(folder, 'rebaseline.config.mjs'), 'utf8')).toContain("'other'")
  } finally {
    await stop()
  }
})

test('without a terminal nothing is asked: it is refused as before', async () => {
  mkdirSync(PLACE, { recursive: true })
  const folder = mkdtempSync(join(PLACE, 'first-run-'))
  writeFileSync(join(folder, 'package.json'), '{}')
  const { code, stderr } = await cli(['ui', '--no-open'], { cwd: folder })
  rmSync(folder, { recursive: true })
  expect([code, stderr]).toEqual([2, expect.stringContaining('say what the dashboard is to show')])
})
