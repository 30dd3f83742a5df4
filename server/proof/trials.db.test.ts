import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { workspaceOn } from '../corpus/check-case.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { testServer } from '../testing/postgres.ts'
import type { History } from '../../shared/history.ts'
import { openOldSide } from './old-side.ts'

/** Of a folder whose migrations have these bodies: 001, 002 and so on. */
async function historyOf(...bodies: readonly string[]): Promise<History> {
  const files = bodies.map((body, place) => [`m/00${place + 1}.ts`, migration(body)] as const)
  const folder = join(projectFolder(Object.fromEntries(files)), 'm')
  const source = { from: 'migrations', folder, effects: 'told' } as const
  const workspace = workspaceOn(testServer(18))
  const { history } = await openOldSide(workspace, source, DEFAULT_LEDGER, 'all')
  if (!history) throw new Error('no history')
  return history
}

const run = (sql: string): string => `await run(\`${sql}\`)`

const SETTINGS: readonly (readonly [
  what: string,
  bodies: readonly string[],
  told: readonly RegExp[],
])[] = [
  [
    'one that nobody needs, and one of the last migration',
    [run(`set work_mem = '8MB'`), run('create table t (a int)'), run(`set row_security = off`)],
    [
      /^001 .*work_mem = 8MB.* does not matter to them: .* the database is the same$/,
      /^003 .*row_security = off.*: those that are added after it/,
    ],
  ],
  [
    'one by which rows become others',
    [
      run(`create table t (at timestamptz); set timezone = 'Asia/Tokyo'`),
      run(`insert into t values ('2024-01-01 00:00')`),
    ],
    [/^001 .*TimeZone = Asia\/Tokyo.* It matters: .* another one \(table public\.t \(.*row/],
  ],
  [
    'one without which a later one fails',
    [run(`set app.tenant = '7'`), run(`select current_setting('app.tenant')`)],
    [
      /^001 .*app\.tenant = 7.* It matters: .* can not be built \(.*002.* failed: unrecognized configuration parameter "app\.tenant"/,
    ],
  ],
]

test.each(SETTINGS)(
  'of a setting left behind is told whether it matters: %s',
  async (_, bodies, expected) => {
    const { findings } = await historyOf(...bodies)
    const said = findings.filter(({ kind }) => kind === 'settings')
    expect(said.map(({ migrations, text }) => `${migrations.join(' ')} ${text}`)).toEqual(
      expected.map((each) => expect.stringMatching(each) as unknown),
    )
  },
)
