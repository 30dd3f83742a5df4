import { expect, test } from 'vitest'
import { deployment, rowsOf } from '../testing/deployment.ts'
import { cli, documentOf } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

test('deployments of the configuration are told one by one, and one that is not known never looks fine', async () => {
  const server = testServer(18)
  const cwd = projectFolder({
    'package.json': '{ "type": "module" }',
    'rebaseline.config.ts': `export default {
      migrations: 'migrations',
      deployments: { live: 'LIVE_URL', stranger: 'STRANGER_URL', gone: 'GONE_URL' },
    }`,
    'migrations/001_rooms.ts': migration('await run("create table rooms (id int)")'),
    'migrations/002_doors.ts': migration('await run("create table doors (id int)")'),
  })
  const live = await deployment(server, rowsOf(['001_rooms']), 'create table rooms (id int)')
  const stranger = await deployment(server, rowsOf(['001_rooms', '0\u001bother']))
  const env = {
    REBASELINE_SERVER_URL: server.url.reveal(),
    LIVE_URL: live.url.reveal(),
    STRANGER_URL: stranger.url.reveal(),
  }
  const status = (...words: string[]) => cli(['status', ...words], { cwd, env })

  const own = await status('--deployment', 'live')
  expect([own.code, own.stdout]).toEqual([
    0,
    expect.stringMatching(
      /^live \(\S+ on \S+ as \S+\)\n  PostgreSQL 18.*\n  Ledger "public"\."kysely_migration": 1 row\n  Still to run: 002_doors\n  The next migrateToLatest \(Kysely [\d.]+\) runs 002_doors\n  Schema: not compared.*\n  Fine as far as it was looked at: its schema was not compared\.\n$/,
    ),
  ])
  const named = await status('--database-env', 'STRANGER_URL')
  expect([named.code, named.stdout]).toEqual([
    1,
    expect.stringMatching(/Kysely \S+ refuses: .*0\\u\{001b\}other is missing/),
  ])
  const all = await status('--json')
  expect([all.code, documentOf(all)]).toMatchObject([
    2,
    {
      deployments: [
        { name: 'live', verdict: 'fine', next: { says: 'runs', names: ['002_doors'] } },
        { name: 'stranger', verdict: 'attention', ledger: { rows: 2 }, next: { says: 'refuses' } },
        { name: 'gone', verdict: 'unknown', reachable: false, code: 'usage' },
      ],
    },
  ])
  expect(all.stdout + all.stderr).not.toContain(server.url.revealPassword())
  const none = await status('--deployment', 'elsewhere', '--json')
  expect([none.code, none.stdout]).toEqual([
    2,
    expect.stringMatching(/The configuration names live, stranger, gone/),
  ])
})
