import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf, type Ended } from '../testing/cli.ts'
import { noTerminal, startInTerminal } from '../testing/in-terminal.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'

const FILES = {
  'package.json': '{ "type": "module" }',
  'migrations/0001_rooms.ts': migration(`
    await run("create table rooms (id serial primary key, name varchar(20) unique, kind text check (kind in ('a', 'b')))")
    await run("insert into rooms (name) values ('Atelier')")`),
  'migrations/0002_doors.ts': migration(`
    await run("create table doors (room int references rooms, made timestamptz default '" + new Date().toISOString() + "')")`),
  'migrations/0003_gates.ts': migration('await run("create table gates (a int)")'),
  'migrations/0004_keys.ts': migration('await run("create index gates_a on gates (a)")'),
}
const NEW = ['0001_baseline', '0002_seed_definitions']

test('deployments are moved over to an exported baseline wherever they may stand, and back', async ({
  skip,
}) => {
  const server = testServer(18)
  const cwd = projectFolder(FILES)
  const env = { REBASELINE_SERVER_URL: server.url.reveal() }
  const deploy = async (upTo: string): Promise<(...words: string[]) => Promise<Ended>> => {
    const { url } = await testDatabase(server)
    const folder = projectFolder({ 'package.json': FILES['package.json'] })
    cpSync(join(cwd, 'migrations'), join(folder, 'migrations'), { recursive: true })
    for (const file of ['0002_doors.ts', '0003_gates.ts', '0004_keys.ts']) {
      if (file > upTo) rmSync(join(folder, 'migrations', file))
    }
    const call = (...words: string[]): Promise<Ended> =>
      cli([...words, '--json'], { cwd, env: { ...env, DEPLOYED: url.reveal() } })
    const ran = await call(
      'migrate',
      '--migrations',
      join(folder, 'migrations'),
      '--database-env',
      'DEPLOYED',
    )
    expect(ran).toMatchObject({ code: 0 })
    return Object.assign((...words: string[]) => call(...words, '--database-env', 'DEPLOYED'), {
      url,
    })
  }
  const [atLine, between, atEnd, behind] = [
    await deploy('0002_doors.ts'),
    await deploy('0003_gates.ts'),
    await deploy('0004_keys.ts'),
    await deploy('0001_rooms.ts'),
  ]
  const migrate = (on: typeof atLine) => on('migrate', '--migrations', 'migrations')

  const missing = await atLine('stamp', '--yes')
  expect([missing.code, documentOf(missing)]).toMatchObject([
    2,
    { error: { code: 'stamp-plan-missing' } },
  ])
  for (const words of [
    ['verify', '--squash-to', '0002_doors'],
    ['ack', 'volatile', '--reason', 'a day', '--name', 'Ada', '--email', 'ada@studio.test'],
    ['sign', '--all', '--note', 'read', '--name', 'Ada', '--email', 'ada@studio.test'],
    ['export', '--migrations', 'migrations', '--start-up', 'stamp-at-start.ts'],
  ]) {
    const ended = await cli(words, { cwd, env })
    if (words[0] !== 'ack') expect([words, ended]).toMatchObject([words, { code: 0 }])
  }
  const archive = (name: string): string => join(cwd, 'migrations_archive', name)
  expect(readFileSync(archive('stamp.sql'), 'utf8')).toContain('table column public.rooms.name')
  expect(existsSync(archive('unstamp.sql'))).toBe(true)
  const startUp = readFileSync(join(cwd, 'stamp-at-start.ts'), 'utf8')
  expect(startUp).toContain('table column public.rooms.name')

  const rehearsal = async (on: typeof atLine): Promise<unknown> => {
    const ended = await on('rehearse')
    return [ended.code, documentOf(ended)]
  }
  expect(await rehearsal(atLine)).toMatchObject([0, { deployments: [{ verdict: 'passed' }] }])
  expect(await rehearsal(atEnd)).toMatchObject([0, { deployments: [{ verdict: 'passed' }] }])
  expect(await rehearsal(behind)).toMatchObject([1, { deployments: [{ verdict: 'failed' }] }])
  const away = { ...env, AWAY: 'postgres://me:hunter2@localhost:1/x' }
  const lost = await cli(['rehearse', '--database-env', 'AWAY'], { cwd, env: away })
  expect([lost.code, lost.stdout]).toEqual([
    2,
    expect.stringMatching(/^AWAY \(x on localhost:1 as me\)\n.*\n.*\n  {3}not tried: Could not/),
  ])
  expect(lost.stdout + lost.stderr).not.toContain('hunter2')

  const asked = await atLine('stamp')
  expect([asked.code, documentOf(asked)]).toMatchObject([2, { error: { code: 'not-confirmed' } }])
  const stamped = await atLine('stamp', '--yes')
  expect([stamped.code, documentOf(stamped)]).toMatchObject([
    0,
    { did: 'stamped', replaced: 2, ignored: [] },
  ])
  expect(documentOf(await migrate(atLine))).toMatchObject({
    migrations: [{ name: '0003_gates' }, { name: '0004_keys' }],
  })
  const since = await atLine('unstamp', '--yes')
  expect([since.code, documentOf(since)]).toMatchObject([1, { did: 'refused', why: 'ran-since' }])

  const half = await between('stamp', '--yes')
  expect([half.code, documentOf(half)]).toMatchObject([1, { why: 'between' }])
  const early = await behind('stamp', '--yes')
  expect([early.code, documentOf(early)]).toMatchObject([1, { why: 'behind' }])

  const status = async () => {
    const ended = await atEnd('status', '--migrations', 'migrations')
    return [ended.code, documentOf(ended)]
  }
  expect(await status()).toMatchObject([
    1,
    { deployments: [{ state: { state: 'ready' }, next: { says: 'refuses' } }] },
  ])
  expect(await atEnd('stamp', '--yes')).toMatchObject({ code: 0 })
  expect(await status()).toMatchObject([
    0,
    { deployments: [{ state: { state: 'stamped' }, schema: { differences: [] } }] },
  ])
  expect(documentOf(await atEnd('stamp', '--yes'))).toMatchObject({ did: 'already' })
  expect(documentOf(await migrate(atEnd))).toMatchObject({ migrations: [] })
  const drift = await atEnd('drift', '--migrations', 'migrations')
  // The value that was frozen when the baseline was written is all that differs; the backup belongs to the ledger.
  expect([drift.code, documentOf(drift)]).toMatchObject([
    1,
    { findings: [{ kind: 'default', change: 'changed' }], ledger: { unknown: [] } },
  ])
  expect(documentOf(await atEnd('unstamp', '--yes'))).toMatchObject({ did: 'unstamped' })
  expect(documentOf(await atEnd('unstamp', '--yes'))).toMatchObject({ did: 'already' })
  expect((await migrate(atEnd)).code).toBe(2)

  // By hand, where only psql is at hand.
  const { url } = atEnd as unknown as { url: DatabaseUrl }
  await withConnection(url, { runId: newRunId() }, (query) =>
    query(readFileSync(archive('stamp.sql'), 'utf8')),
  )
  expect(documentOf(await migrate(atEnd))).toMatchObject({ migrations: [] })
  await withConnection(url, { runId: newRunId() }, (query) =>
    query(readFileSync(archive('unstamp.sql'), 'utf8')),
  )

  writeFileSync(
    archive('stamp.json'),
    readFileSync(archive('stamp.json'), 'utf8').replace(NEW[0] ?? '', '0001_rooms'),
  )
  expect(documentOf(await atEnd('stamp', '--yes'))).toMatchObject({
    error: { code: 'stamp-plan-damaged' },
  })
  writeFileSync(
    archive('stamp.json'),
    readFileSync(archive('stamp.json'), 'utf8').replace(
      '"0001_rooms",\n  "0002_seed',
      '"0001_baseline",\n  "0002_seed',
    ),
  )

  const why = noTerminal()
  if (why !== undefined) return skip(why)
  for (const [typed, said] of [
    ['studio', /what was typed is studio/],
    [`${url.host}/${url.database}`, /Stamped: the baseline is marked/],
  ] as const) {
    const terminal = startInTerminal(['stamp', '--database', url.reveal()], cwd)
    await terminal.saying(/Type \S+ to do it/)
    terminal.type(`${typed}\n`)
    await terminal.saying(said)
    await terminal.end()
  }
})
