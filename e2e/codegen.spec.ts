import { execFile } from 'node:child_process'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import { cli, documentOf } from '../server/testing/cli.ts'
import { onSharedServer } from './shared-server.ts'

const run = promisify(execFile)
const PINNED = ['kysely-codegen@0.20.0', 'kysely@0.28.18', 'pg@8.16.3', 'typescript@5.9.3']
const LIVE = 'postgres://nobody:secret@127.0.0.1:1/live'

const users = (email: string): string => `import { sql } from 'kysely'
export async function up(db) {
  await sql\`create table users (id serial primary key, e_mail \${sql.raw('${email}')})\`.execute(db)
}
`
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'rebaseline-codegen-')))

test.describe.configure({ timeout: 300_000 })
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the project’s own kysely-codegen writes about both scratch databases, whatever its configuration names', async () => {
  const files = {
    'package.json':
      '{ "type": "module", "scripts": { "types": "kysely-codegen --camel-case --out-file=db.ts" } }',
    '.kysely-codegenrc.json': JSON.stringify({ url: LIVE, outFile: 'written.ts' }),
    'migrations/001_users.ts': users('text not null'),
    'same/001_baseline.ts': users('text not null'),
    'other/001_baseline.ts': users('text'),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const verify = (baseline: string) =>
    cli(['verify', '--codegen', '--json', '--migrations=migrations', `--baseline=${baseline}`], {
      cwd: folder,
      env: { ...onSharedServer(), DATABASE_URL: LIVE },
    })
  const without = await verify('same')
  expect([without.code, without.stderr]).toEqual([2, expect.stringContaining('is not installed')])

  const words = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', ...PINNED]
  await run('npm', words, { cwd: folder })
  const before = readdirSync(folder)
  const same = await verify('same')
  expect([same.code, documentOf(same)['codegen']]).toEqual([
    0,
    { generator: 'kysely-codegen 0.20.0', leftOut: null, outcome: 'identical', differing: [] },
  ])
  const other = await verify('other')
  expect([other.code, documentOf(other)['codegen']]).toMatchObject([
    1,
    {
      outcome: 'different',
      differing: [
        { side: 'old', line: 'Users.eMail: string;' },
        { side: 'rebuilt', line: 'Users.eMail: string | null;' },
      ],
    },
  ])
  expect(readdirSync(folder)).toEqual(before)

  // One that greets with another line each time.
  await run('npm', [...words, 'kysely-codegen@0.19.0'], { cwd: folder })
  const greeted = await verify('same')
  expect([greeted.code, documentOf(greeted)['codegen']]).toMatchObject([
    0,
    { generator: 'kysely-codegen 0.19.0', outcome: 'identical' },
  ])
  await run('npm', words, { cwd: folder })

  // The drafts of the project are proven the same way, where its configuration says so.
  writeFileSync(join(folder, 'rebaseline.config.mjs'), 'export default { codegen: true }\n')
  const ofDrafts = () =>
    cli(['verify', '--migrations=migrations'], { cwd: folder, env: { DATABASE_URL: LIVE } })
  const drafts = await ofDrafts()
  expect([drafts.code, drafts.stdout]).toEqual([
    0,
    expect.stringContaining('\nKysely types by kysely-codegen 0.20.0: identical'),
  ])
  const draft = join(folder, '.rebaseline/drafts/001_baseline.ts')
  writeFileSync(draft, readFileSync(draft, 'utf8').replace(', (col) => col.notNull())', ')'))
  const edited = await ofDrafts()
  expect([edited.code, edited.stdout]).toEqual([
    1,
    expect.stringMatching(/codegen 0\.20\.0: different\n  old only: Users\.eMail: string;\n/),
  ])
  const kept = readFileSync(join(folder, '.rebaseline/last-run.json'), 'utf8')
  expect(kept.includes('2 lines only on one side: Users.eMail: string; (old only)')).toBe(true)

  // What can't be told is said beside the verdict, which says nothing of it.
  const bin = join(folder, 'node_modules/kysely-codegen/dist/cli/bin.js')
  writeFileSync(bin, "throw new Error('it is broken')\n")
  const summary = join(folder, 'summary.md')
  const broken = await cli(
    ['verify', '--migrations=migrations', '--baseline=same', `--summary=${summary}`],
    { cwd: folder, env: { ...onSharedServer(), GITHUB_ACTIONS: 'true' } },
  )
  expect([broken.code, broken.stdout]).toEqual([
    2,
    expect.stringMatching(
      /^Equal: .*\nKysely types by kysely-codegen .*: could not tell: .*: Error: it is broken/,
    ),
  ])
  expect(broken.stderr).toMatch(/^::error title=Rebaseline%3A Could not tell::.*it is broken/m)
  expect(readFileSync(summary, 'utf8')).toMatch(
    /^## Rebaseline: equal\n\n0 differences .*\n\n- .*kysely\\-codegen .*: \*\*unknown\*\*\. .*it is broken/,
  )
})
