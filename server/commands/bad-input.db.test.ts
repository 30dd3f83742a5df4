import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection } from '../postgres/session.ts'
import { cli, documentOf, type CliOptions, type Ended } from '../testing/cli.ts'
import { oldServer } from '../testing/old-server.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const GOOD = migration("await run('create table good (x int)')")

let server: string
let folder: string

beforeAll(async () => {
  server = testServer(18).url.reveal()
  folder = projectFolder({ '001.ts': GOOD })
})

interface Refusal {
  readonly code: string
  readonly message: string
  readonly help: string
}

/** What people read when a call is refused; the same is in the JSON document, and no stack is anywhere. */
async function refusal(words: readonly string[], options: CliOptions = {}): Promise<Refusal> {
  return checked(await cli([...words, '--json'], options))
}

function checked(ended: Ended): Refusal {
  expect([ended.code, ended.stderr]).toStrictEqual([2, expect.anything()])
  const { error } = documentOf(ended) as unknown as { error: Refusal }
  // Of a migration that stopped a run the facts stand there as well.
  const facts = error.code.startsWith('migration-') ? ['migration'] : []
  expect(Object.keys(error)).toStrictEqual(['code', 'message', 'help', ...facts])
  expect(error.message).toMatch(/^Could not /)
  expect(error.help).toMatch(/^[A-Z].*\.\)?$/s)
  expect(ended.stderr).toContain(`${error.message}\n${error.help}\n`)
  expect(ended.stdout + ended.stderr).not.toMatch(/^\s+at .+:\d+:\d+\)?$/m)
  return error
}

/** Verifies a folder of old migrations, on the server that all of these tests share. */
const refusedFolder = (
  files: Readonly<Record<string, string>>,
  ...more: string[]
): Promise<Refusal> =>
  refusal([
    'verify',
    '--migrations',
    projectFolder(files),
    '--baseline',
    folder,
    '--server',
    server,
    ...more,
  ])

test.each<[string, Readonly<Record<string, string>>, string[], string, RegExp]>([
  [
    'no migrations',
    { 'notes.md': '' },
    [],
    'migrations-not-found',
    /\n {2}notes\.md: not a TypeScr/,
  ],
  [
    'a migration that throws',
    { '001.ts': GOOD, '002.ts': migration("await run('select upperr(1)')") },
    [],
    'migration-failed',
    /the migration 002 failed: .*\n {2}file: .*002\.ts:\d+:\d+\n {2}Postgres code: 42883\n {2}statement: select upperr\(1\)\n.*\n {2}hint: /,
  ],
  ['a syntax error', { '001.ts': 'export const up = = 1' }, [], 'migration-not-loaded', /001\.ts/],
  [
    'an import that fails',
    { '001.ts': `import './generated.ts'\n${GOOD}` },
    [],
    'migration-not-loaded',
    /Cannot find module .*generated\.ts/,
  ],
  [
    'a migration that never ends',
    { '001.ts': migration("await run('select pg_sleep(600)')") },
    ['--time-limit', '2'],
    'migration-never-ends',
    /did not end within 2 seconds/,
  ],
  [
    'a migration that exits the process',
    { '001.ts': migration('process.exit(0)') },
    [],
    'migration-ended-process',
    /the migration 001 ended the process \(exit code 0\)/,
  ],
  [
    'a missing extension',
    { '001.ts': migration("await run('create extension vector')") },
    [],
    'migration-failed',
    /extension "vector" is not available/,
  ],
  [
    'a missing provider of labels',
    {
      '001.ts': migration(
        `await run("create table t (); security label for anon on table t is 'MASKED'")`,
      ),
    },
    [],
    'migration-failed',
    /security label provider "anon" is not loaded/,
  ],
  [
    'a missing provider of labels that is not named',
    {
      '001.ts': migration(`await run("create table t (); security label on table t is 'MASKED'")`),
    },
    [],
    'migration-failed',
    /no security label providers have been loaded/,
  ],
])('%s is told in one sentence', async (_what, files, more, code, message) => {
  const error = await refusedFolder(files, ...more)
  expect(error.message).toMatch(message)
  expect(error.code).toBe(code)
  if (message.source.includes('vector')) expect(error.help).toMatch(/pgvector\/pgvector.*--server/)
  if (message.source.includes('anon'))
    expect(error.help).toMatch(/loads the label provider anon.*--server/)
  if (message.source.includes('no security'))
    expect(error.help).toMatch(/loads a provider.*--server/)
})

test.each<[string, readonly string[], string, RegExp]>([
  [
    'no such folder',
    ['--migrations', 'nowhere'],
    'migrations-folder-missing',
    /there is no such f/,
  ],
  [
    'a URL that is none',
    ['--database', 'localhost/app'],
    'invalid-url',
    /the URL after --database/,
  ],
  [
    'a server that does not answer',
    ['--database', 'postgres://me:canary99@127.0.0.1:1/app'],
    'server-unreachable',
    /connect to database app on 127\.0\.0\.1:1 as me: .*ECONNREFUSED/,
  ],
])('%s is told in one sentence', async (_what, side, code, message) => {
  const error = await refusal(['verify', ...side, '--baseline', folder, '--server', server])
  expect([error.code, error.message]).toStrictEqual([code, expect.stringMatching(message)])
})

test('a baseline that is not there is told before anything starts', async () => {
  const words = ['verify', '--migrations', folder, '--baseline', 'nowhere']
  const error = await refusal(words)
  expect(error).toMatchObject({
    code: 'migrations-folder-missing',
    help: 'Name the folder that holds the baseline with --baseline.',
  })
})

test('a wrong password, or a database that is not there', async () => {
  const { host, port, user } = new DatabaseUrl(server)
  const wrong = `postgres://${user}:canary99@${host}:${port}/postgres`
  const [password, missing] = await Promise.all([
    cli(['compare', wrong, wrong, '--json']),
    refusal(['compare', server.replace(/postgres$/, 'nowhere'), server]),
  ])
  expect(checked(password).code).toBe('login-refused')
  expect(password.stdout + password.stderr).not.toContain('canary99')
  expect(missing.code).toBe('database-missing')
})

test('a server that is too old', async () => {
  const old = await oldServer()
  const { port } = old.address() as AddressInfo
  const url = `postgres://me@127.0.0.1:${port}/app?sslmode=disable`
  const error = await refusal(['generate', '--database', url, '--out', folder])
  old.close()
  expect(error).toMatchObject({ code: 'server-too-old', message: expect.stringContaining('13.9') })
})

test('a role that a foreign server lacks', async () => {
  const [first, second] = await Promise.all([testServer(18), testServer(15)])
  const { url } = await testDatabase(first)
  await withConnection(url, first, (query) =>
    query('create role "the reader"; create table a (x int); grant select on a to "the reader"'),
  )
  const words = ['--database', url.reveal(), '--server', second.url.reveal()]
  const out = join(projectFolder({}), 'out')
  const error = await refusal(['generate', ...words, '--out', out])
  expect([error.code, error.message]).toStrictEqual([
    'role-missing',
    expect.stringContaining('it lacks the role "the reader"'),
  ])
})

test('a port that is taken is told before the work', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => taken.once('listening', resolve))
  const { port } = taken.address() as AddressInfo
  const ended = await cli(['demo', '--json', '--port', String(port), '--no-open'])
  taken.close()
  expect(checked(ended)).toMatchObject({
    code: 'port-taken',
    message: expect.stringContaining(`port ${port} is in use`),
  })
  expect(ended.stderr).not.toContain('Starting')
})

/** A folder that this user can't write to, whoever that is. */
function lockedFolder(): string | undefined {
  if (process.getuid?.() === 0) return process.platform === 'linux' ? '/sys' : undefined
  const locked = projectFolder({})
  chmodSync(locked, 0o555)
  return locked
}

const locked = lockedFolder()

test.skipIf(locked === undefined)(
  'a folder without write permission is told before the work',
  async () => {
    const out = join(locked ?? '', 'baseline')
    const ended = await cli(['generate', '--migrations', folder, '--out', out, '--json'])
    expect(checked(ended)).toMatchObject({
      code: 'folder-not-writable',
      message: expect.stringContaining(`to ${out}: ${locked} can't be written`),
    })
    expect(ended.stderr).not.toContain('Starting')
  },
)

/** A folder with hardly any room, where this user may mount one. */
function tinyFolder(): { path: string; remove: () => void } | undefined {
  const path = join(projectFolder({}), 'tiny')
  mkdirSync(path)
  const options = ['-t', 'tmpfs', '-o', 'size=1m,mode=1777', 'tmpfs', path]
  if (process.getuid?.() !== 0 || spawnSync('mount', options).status !== 0) return undefined
  return { path, remove: () => void spawnSync('umount', ['-l', path]) }
}

test('no disk space', async (context) => {
  const tiny = tinyFolder()
  context.skip(tiny === undefined, 'this user may not mount a small file system')
  if (!tiny) return
  chmodSync(join(tiny.path, '..'), 0o755)
  const words = ['generate', '--migrations', folder, '--out', join(projectFolder({}), 'out')]
  const error = await refusal(words, { env: { TMPDIR: tiny.path } })
  tiny.remove()
  expect(error.code).toBe('disk-full')
})
