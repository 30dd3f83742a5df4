import { execFile } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { ROOT } from '../server/place.ts'
import { cli, documentOf } from '../server/testing/cli.ts'
import { goTo, openDashboard } from './real-dashboard.ts'

const MIGRATION = `import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<any>): Promise<void> {
  await db.schema.createTable('rooms').addColumn('id', 'integer', (col) => col.primaryKey()).execute()
  await sql\`insert into rooms (id) values (1)\`.execute(db)
}
`
const PROGRAM = `import { compare, readModel, RebaselineError, writeBaseline, type Model } from 'rebaseline'

const old = { migrations: 'migrations' }
const model: Model = await readModel(old)
const tables = [...model.objects.values()].filter(({ kind }) => kind === 'table')
const { baseline, seed, files, comparison } = await writeBaseline(old, { out: 'written' })
const { verdict } = await compare(old, { migrations: 'written' })
const refused = await readModel({ migrations: 'nowhere' }).catch((error: unknown) => error)
console.log(
  JSON.stringify({
    tables: tables.map(({ address }) => address.names.join('.')),
    texts: [baseline, seed].map((text) => text.includes('rooms')),
    files: files.length,
    comparison: comparison.verdict,
    verdict,
    code: refused instanceof RebaselineError ? refused.code : null,
  }),
)
`
/** What the page and the program are built with has no place in a project. */
const BUILT_WITH = ['vite', 'react', 'monaco-editor', 'fastify', 'typebox', 'diff2html']

const run = promisify(execFile)
const folders: string[] = []
let tarball = ''

test.describe.configure({ timeout: 300_000 })

test.beforeAll(async () => {
  const folder = newFolder()
  const words = ['pack', '--json', '--pack-destination', folder]
  const { stdout } = await run('npm', words, { cwd: ROOT, maxBuffer: 2 ** 24 })
  const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [{ filename: string }]
  tarball = join(folder, filename)
})

test.afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rebaseline-package-')))
  folders.push(folder)
  return folder
}

const PNPM = join(ROOT, 'node_modules', 'pnpm', 'bin', 'pnpm.cjs')
const INSTALLERS = {
  npm: ['npm', 'install', '--no-audit', '--no-fund'],
  pnpm: [process.execPath, PNPM, 'add'],
} as const

/** A new project with the package installed as anybody would. */
async function projectBy(installer: keyof typeof INSTALLERS): Promise<string> {
  const folder = newFolder()
  mkdirSync(join(folder, 'migrations'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module", "private": true }\n')
  writeFileSync(join(folder, 'migrations', '001_rooms.ts'), MIGRATION)
  const [command, ...words] = INSTALLERS[installer]
  const install = () =>
    run(command, [...words, tarball, 'kysely@0.28.18', 'pg@8.23.1'], { cwd: folder })
  // Once more where the registry did not answer; what the installer says of it stands on either stream.
  await install()
    .catch(install)
    .catch(({ stdout, stderr }: { stdout: string; stderr: string }) => {
      throw new Error(`${installer} could not install the package:\n${stdout}\n${stderr}`)
    })
  return folder
}

const installed = (folder: string, ...parts: readonly string[]): string =>
  join(folder, 'node_modules', 'rebaseline', ...parts)

for (const installer of ['npm', 'pnpm'] as const) {
  test(`the package as ${installer} installs it verifies and opens its page`, async ({
    browser,
  }) => {
    const cwd = await projectBy(installer)
    const { dependencies } = JSON.parse(readFileSync(installed(cwd, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>
    }
    expect(BUILT_WITH.filter((name) => name in dependencies)).toEqual([])
    const program = installed(cwd, 'server', 'rebaseline.mjs')
    const demo = await cli(['demo', '--no-open'], { program, cwd })
    expect([demo.code, demo.stderr]).toEqual([2, expect.stringContaining('Name a new folder')])
    expect(existsSync(installed(cwd, 'sample'))).toBe(false)
    const old = ['--migrations', 'migrations']
    const generated = await cli(['generate', ...old, '--out', 'written'], { program, cwd })
    expect([generated.code, generated.stderr]).toEqual([0, expect.any(String)])
    const verified = await cli(['verify', ...old, '--baseline', 'written', '--json'], {
      program,
      cwd,
    })
    expect([verified.code, documentOf(verified)]).toMatchObject([0, { verdict: 'equal' }])

    const dashboard = await openDashboard(browser, ['ui', ...old], { program, cwd })
    try {
      await expect(dashboard.page.getByRole('banner')).toContainText('Equal')
      await goTo(dashboard.page, 'Baseline')
      expect(dashboard.complaints).toEqual([])
    } finally {
      await dashboard.stop()
    }
  })
}

test('the package is a library too, with types', async () => {
  const cwd = await projectBy('npm')
  writeFileSync(join(cwd, 'program.ts'), PROGRAM)
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const strict = ['--noEmit', '--strict', '--target', 'es2022', '--module', 'nodenext']
  await run(process.execPath, [tsc, ...strict, '--types', '', 'program.ts'], { cwd })
  const { stdout } = await run(process.execPath, ['--import', 'tsx', 'program.ts'], { cwd })
  expect(JSON.parse(stdout)).toEqual({
    tables: ['public.rooms'],
    texts: [true, true],
    files: 2,
    comparison: 'equal',
    verdict: 'equal',
    code: 'migrations-folder-missing',
  })
})
