import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test, type Browser } from '@playwright/test'
import { startServer, type Server } from '../server/postgres/engine.ts'
import { newRunId } from '../server/postgres/run-id.ts'
import { withConnection } from '../server/postgres/session.ts'
import { ROOT } from '../server/place.ts'
import { cli, documentOf } from '../server/testing/cli.ts'
import { blocksOf, runBlock, type Block } from '../server/testing/document.ts'
import { newFolder, packed, PNPM, removeFolders } from './packed.ts'
import { goTo, openDashboard } from './real-dashboard.ts'
import { ESM, settle, STRANGERS, type Stranger } from './strangers.ts'

const PROGRAM = `import { compare, readHistory, readModel, RebaselineError, writeBaseline } from 'rebaseline'
import type { History, Model } from 'rebaseline'

const old = { migrations: '${ESM.migrations}' }
const model: Model = await readModel(old)
const tables = [...model.objects.values()].filter(({ kind }) => kind === 'table')
const { baseline, seed, files, comparison } = await writeBaseline(old, { out: 'written' })
const { verdict } = await compare(old, { migrations: 'written' })
const history: History = await readHistory(old)
const made = history.migrations.flatMap(({ effects }) => effects?.objects ?? [])
// @ts-expect-error a change is one of the words that are told
const unknown = made.filter(({ change }) => change === 'vanished')
const written: number | undefined = history.migrations[0]?.effects?.rows.tables[0]?.written
const refused = await readModel({ migrations: 'nowhere' }).catch((error: unknown) => error)
console.log(
  JSON.stringify({
    tables: tables.map(({ address }) => address.names.join('.')).sort(),
    texts: [baseline.includes('artists'), seed.includes('etching')],
    files: files.length,
    comparison: comparison.verdict,
    verdict,
    history: [made.some(({ change }) => change === 'created'), unknown.length, typeof written],
    code: refused instanceof RebaselineError ? refused.code : null,
  }),
)
`
/** What the page and the program are built with has no place in a project. */
const BUILT_WITH = ['vite', 'react', 'monaco-editor', 'fastify', 'typebox', 'diff2html']
const TSX = join(ROOT, 'node_modules', 'tsx', 'dist', 'loader.mjs')
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
const FOLLOWED = blocksOf('README.md').filter(({ heading }) => heading === 'In your own project')

const run = promisify(execFile)
let tarball = ''
let server: Server
/** Where pnpm is found, as in the terminal of somebody who uses it. */
let path = ''
let esm = ''

test.describe.configure({ mode: 'serial', timeout: 600_000 })

test.beforeAll(async () => {
  test.setTimeout(300_000)
  tarball = await packed()
  server = await startServer({ major: 18, runId: newRunId() })
  const folder = newFolder()
  const pnpm = `#!/bin/sh\nexec '${process.execPath}' '${PNPM}' "$@"\n`
  writeFileSync(join(folder, 'pnpm'), pnpm, { mode: 0o755 })
  path = [folder, process.env['PATH']].join(delimiter)
})
test.afterAll(async () => {
  await server?.stop()
  removeFolders()
})

/** The README has one way to install for each; everything else is for all. */
const isFor =
  ({ installer }: Stranger) =>
  ({ commands }: Block): boolean => {
    const [, by] = /^(npm install|pnpm add)\b/.exec(commands[0]?.line ?? '') ?? []
    return by === undefined || by.startsWith(`${installer} `)
  }

for (const stranger of STRANGERS) {
  test(`the README, word by word, in ${stranger.title}`, async ({ browser }) => {
    const cwd = settle(stranger)
    if (stranger === ESM) esm = cwd
    copyFileSync(tarball, join(cwd, basename(tarball)))
    const blocks = FOLLOWED.filter(isFor(stranger))
    expect(blocks.length).toBeGreaterThan(2)
    for (const block of blocks) {
      await runBlock(block, { cwd, env: { PATH: path } })
      // Between the first result and what is stated about it, as the README says too.
      if (block.commands.some(({ line }) => line.includes('verify'))) await look(browser, cwd)
    }
    const { migrations } = stranger
    const left = readdirSync(join(cwd, migrations)).toSorted()
    expect(left).toEqual([expect.stringContaining('_baseline.'), expect.stringContaining('_seed_')])
    expect(readdirSync(join(cwd, `${migrations}_archive`))).toContain('report.html')
    await expectSame(cwd, migrations)
  })
}

const programOf = (cwd: string): string =>
  join(cwd, 'node_modules', 'rebaseline', 'server', 'rebaseline.mjs')

/** `npx rebaseline` shows the same as a page, which came built. */
async function look(browser: Browser, cwd: string): Promise<void> {
  const manifest = readFileSync(join(cwd, 'node_modules', 'rebaseline', 'package.json'), 'utf8')
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> }
  expect(BUILT_WITH.filter((name) => name in dependencies)).toEqual([])
  const program = programOf(cwd)
  const demo = await cli(['demo', '--no-open'], { program, cwd })
  expect([demo.code, demo.stderr]).toEqual([2, expect.stringContaining('Name a new folder')])
  expect(existsSync(join(cwd, 'node_modules', 'rebaseline', 'sample'))).toBe(false)
  const dashboard = await openDashboard(browser, ['ui'], { program, cwd })
  try {
    await expect(dashboard.page.getByRole('banner')).toContainText('Acceptable')
    await goTo(dashboard.page, 'Baseline')
    expect(dashboard.complaints).toEqual([])
  } finally {
    await dashboard.stop()
  }
}

/** The project's own Kysely runs the new folder on an empty database: that is what the archived one builds. */
async function expectSame(cwd: string, migrations: string): Promise<void> {
  const name = `stranger_${newRunId()}`
  await withConnection(server.url, server, (query) => query(`create database ${name}`))
  const url = server.url.withDatabase(name).reveal()
  const env = { ...process.env, DATABASE_URL: url }
  const words = ['--import', TSX, 'migrate.mjs', migrations]
  const { stdout } = await run(process.execPath, words, { cwd, env })
  expect(stdout.trim().split(' ')).toHaveLength(2)
  const sides = [`${migrations}_archive`, url, '--seed', 'all', '--json']
  const compared = await cli(['compare', ...sides], { program: programOf(cwd), cwd })
  expect([compared.code, documentOf(compared)]).toMatchObject([0, { verdict: 'acceptable' }])
}

test('the package is a library too, with types', async () => {
  writeFileSync(join(esm, 'program.ts'), PROGRAM)
  const page = readFileSync(join(ROOT, 'docs', 'library.md'), 'utf8')
  writeFileSync(join(esm, 'page.ts'), /```ts\n([\s\S]*?)```/.exec(page)?.[1] ?? '')
  const strict = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext']
  const files = ['program.ts', 'page.ts']
  await run(process.execPath, [TSC, ...strict, '--ignoreConfig', '--types', '', ...files], {
    cwd: esm,
  })
  const words = ['--import', 'tsx', 'program.ts']
  const { stdout } = await run(process.execPath, words, { cwd: esm })
  expect(JSON.parse(stdout)).toEqual({
    tables: ['public.artists', 'public.styles'],
    texts: [true, true],
    files: 2,
    comparison: 'acceptable',
    verdict: 'acceptable',
    history: [true, 0, 'undefined'],
    code: 'migrations-folder-missing',
  })
})
