import { spawn, type ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { isAlive } from '../machine/processes.ts'
import { newRunId } from '../postgres/run-id.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { withConnection } from '../postgres/session.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import { replay } from './replay.ts'
import { runMigrations } from './runner.ts'
import { migrationApplicationName } from './server-side.ts'

const runId = newRunId()
let newDatabase: () => Promise<DatabaseUrl>

beforeAll(async () => {
  const server = testServer(15)
  newDatabase = async () => (await testDatabase(server)).url
})

/** Waits for a condition; a test that never sees it fails by its own time limit. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await delay(20)
}

/** A migration that writes the process ids of itself and of a child of its own, then does `body`. */
const telling = (body: string): string =>
  migration(`
    const { writeFileSync, renameSync } = await import('node:fs')
    const { spawn } = await import('node:child_process')
    const sleeper = spawn('sleep', ['600'], { stdio: 'inherit' })
    writeFileSync('ids.tmp', JSON.stringify([process.pid, sleeper.pid]))
    renameSync('ids.tmp', 'ids.json')
    ${body}`)

const project = (body: string): string =>
  projectFolder({ 'package.json': '{}', 'migrations/001.ts': telling(body) })

async function processesOf(folder: string): Promise<number[]> {
  const file = join(folder, 'ids.json')
  await until(() => existsSync(file))
  return JSON.parse(readFileSync(file, 'utf8')) as number[]
}

/** The same, once the process that left its group is among them. */
async function straysOf(folder: string): Promise<number[]> {
  await until(async () => (await processesOf(folder)).length === 1)
  return processesOf(folder)
}

async function backends(database: DatabaseUrl): Promise<number> {
  return withConnection(database, { runId }, async (query) => {
    const rows = await query(
      `select pid from pg_stat_activity where application_name = '${migrationApplicationName(runId)}'
          and datname = '${database.database}'`,
    )
    return rows.length
  })
}

test.each([
  ['a statement', "await run('select pg_sleep(600)')"],
  ['a loop', 'while (true);'],
])('a cancelled run leaves no process and no backend: %s', async (_what, body) => {
  const folder = project(body)
  const database = await newDatabase()
  const controller = new AbortController()
  const options = { folder: join(folder, 'migrations'), database, runId, signal: controller.signal }
  const running = replay(options).catch((error: unknown) => error)
  const processes = await processesOf(folder)
  expect(processes.map(isAlive)).toStrictEqual([true, true])
  await until(async () => (await backends(database)) > 0)
  controller.abort()
  expect(await running).toMatchObject({ code: 'run-cancelled' })
  expect(processes.map(isAlive)).toStrictEqual([false, false])
  expect(await backends(database)).toBe(0)
})

test('a run that was cancelled before it began runs nothing', async () => {
  const folder = project('')
  const options = { folder: join(folder, 'migrations'), database: await newDatabase(), runId }
  const signal = AbortSignal.abort()
  await expect(replay({ ...options, signal })).rejects.toMatchObject({ code: 'run-cancelled' })
  expect(existsSync(join(folder, 'ids.json'))).toBe(false)
})

test('a process that a migration started and left ends with the run', async () => {
  const folder = project('')
  const options = { folder: join(folder, 'migrations'), database: await newDatabase(), runId }
  const run = await runMigrations({ ...options, mode: 'plain' })
  expect(run.failure).toBeUndefined()
  const processes = await processesOf(folder)
  expect(processes.map(isAlive)).toStrictEqual([false, false])
})

test.runIf(process.platform === 'linux')(
  'a process that left the group of its migration ends with the run, and when we are killed',
  async () => {
    const stray = `
      const stray = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' })
      writeFileSync('stray.tmp', JSON.stringify([stray.pid]))
      renameSync('stray.tmp', 'ids.json')`
    const folders = [
      project(stray),
      project(`${stray}; await run('select pg_sleep(600)')`),
    ] as const
    const folder = join(folders[0], 'migrations')
    await runMigrations({ folder, database: await newDatabase(), runId, mode: 'plain' })
    expect((await processesOf(folders[0])).map(isAlive)).toStrictEqual([false])
    const parent = startParent(folders[1], await newDatabase())
    const [pid = 0] = await straysOf(folders[1])
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await until(() => !isAlive(pid))
  },
)

test('a connection that a migration keeps to itself does not hold the run up', async () => {
  const folder = projectFolder({
    '001.ts': `
      const pg = require('pg')
      exports.up = async () => { const client = new pg.Client(); await client.connect() }`,
  })
  const database = await newDatabase()
  await replay({ folder, database, runId })
  expect(await backends(database)).toBe(0)
})

test.each([
  ['a statement', "await run('select pg_sleep(600)')"],
  ['a loop', "process.on('disconnect', () => {}); while (true);"],
])('when we are killed the migration ends by itself: %s', async (_what, body) => {
  const folder = project(body)
  const database = await newDatabase()
  const parent = startParent(folder, database)
  const processes = await processesOf(folder)
  expect(processes.map(isAlive)).toStrictEqual([true, true])
  parent.kill('SIGKILL')
  await until(() => !processes.some(isAlive))
  await until(async () => (await backends(database)) === 0)
})

test('what was compiled of a project goes with us, or at the next start, and no migration sees where it is', async () => {
  const temporary = projectFolder({})
  const killed = project("await run('select pg_sleep(600)')")
  const parent = startParent(killed, await newDatabase(), temporary)
  const processes = await processesOf(killed)
  const [compiled = '', ...more] = readdirSync(temporary)
  expect([compiled, more]).toEqual([expect.stringMatching(/^rebaseline-compiled-/), []])
  expect(readdirSync(join(temporary, compiled), { recursive: true }).length).toBeGreaterThan(1)
  parent.kill('SIGKILL')
  await until(() => !processes.some(isAlive))
  const tells = `const { writeFileSync } = await import('node:fs')
    writeFileSync('told', String(process.env.TMPDIR))`
  const folder = projectFolder({ 'package.json': '{}', 'migrations/001.ts': migration(tells) })
  const next = startParent(folder, await newDatabase(), temporary)
  await new Promise((resolve) => next.once('exit', resolve))
  expect(readFileSync(join(folder, 'told'), 'utf8')).toBe(temporary)
  expect(readdirSync(temporary)).toEqual([])
})

/** A process of its own that runs a project's migrations. */
const startParent = (folder: string, database: DatabaseUrl, temporary = tmpdir()): ChildProcess =>
  spawn(
    process.execPath,
    [
      '--import',
      createRequire(import.meta.url).resolve('tsx'),
      '--input-type=module',
      '-e',
      PARENT,
    ],
    {
      env: {
        ...process.env,
        RUN: runId,
        FOLDER: join(folder, 'migrations'),
        URL: database.reveal(),
        TEMPORARY: temporary,
      },
    },
  )

const moduleUrl = (file: string): string => pathToFileURL(join(import.meta.dirname, file)).href

const PARENT = `
  import { runMigrations } from '${moduleUrl('runner.ts')}'
  import { DatabaseUrl } from '${moduleUrl('../postgres/redact.ts')}'
  const { FOLDER: folder, RUN: runId, URL: url, TEMPORARY } = process.env
  process.env.TMPDIR = TEMPORARY
  await runMigrations({ folder, runId, mode: 'step', database: new DatabaseUrl(url) })
`
