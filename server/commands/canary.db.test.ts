import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { migration, projectFolder } from '../testing/project-folder.ts'
import type { Server } from '../postgres/engine.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { withConnection } from '../postgres/session.ts'
import { startCli, type Running } from '../testing/cli.ts'
import { testServer } from '../testing/postgres.ts'
import { API, TOKEN_HEADER } from '../../shared/api.ts'
import type { Checklist } from '../../shared/checklist.ts'
import type { ExportPlan } from '../../shared/export-plan.ts'
import type { Tree } from '../../shared/object.ts'

const PASSWORD = 'cAnary p@ss/word?'
/** A row's value: it belongs to the drafts and the rows, and to nothing that is said about them. */
const SEED = `sk_live_${'Canary'.repeat(4)}`
const FORMS = [PASSWORD, encodeURIComponent(PASSWORD), encodeURI(PASSWORD), 'cAnary']

let server: Server
let url: DatabaseUrl
beforeAll(async () => {
  server = testServer(18)
  await query(`create role canary login superuser password '${PASSWORD}'`)
  await query('create database canary_one template template0')
  await query('create database canary_two template template0')
  const login = `//canary:${encodeURIComponent(PASSWORD)}@`
  url = new DatabaseUrl(server.url.reveal().replace(/\/\/[^@]*@/, login))
})

const query = (sql: string) =>
  withConnection(server.url, { runId: newRunId() }, (send) => send(sql))

let started: Running | undefined
afterEach(async () => {
  started?.child.kill('SIGINT')
  await started?.ended
})

/** Everything that was said or written where a secret could stand, by its place. */
class Heard {
  readonly texts = new Map<string, string>()

  add(place: string, text: string): void {
    this.texts.set(place, text)
  }

  addFolder(name: string, folder: string): void {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name)
      if (entry.isFile())
        this.add(`${name} ${path.slice(folder.length)}`, readFileSync(path, 'latin1'))
    }
  }

  /** Places that hold one of these. */
  holding(secrets: readonly string[]): string[] {
    const holds = ([, text]: [string, string]): boolean =>
      secrets.some((secret) => text.includes(secret))
    return [...this.texts].filter(holds).map(([place]) => place)
  }
}

/** Command lines of a process's children, and of theirs. */
function linesBelow(pid: number): string[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')
  return children.flatMap((child) => {
    const number = Number(child)
    if (!number) return []
    try {
      return [readFileSync(`/proc/${number}/cmdline`, 'utf8'), ...linesBelow(number)]
    } catch {
      // It has ended.
      return []
    }
  })
}

interface Opened {
  readonly heard: Heard
  readonly ask: (method: string, path: string, body?: object) => Promise<string>
  /** Waits for the last job; gives what it told. */
  readonly job: (number: number) => Promise<string>
  readonly end: () => Promise<void>
}

async function open(words: readonly string[], temporary: string): Promise<Opened> {
  const heard = new Heard()
  const own = { TMPDIR: temporary, DATABASE_URL: url.reveal() }
  started = startCli(['ui', ...words, '--no-open', '--port', '0'], { env: own })
  const { child, ended, saying } = started
  const watching = setInterval(() => {
    try {
      for (const line of linesBelow(child.pid ?? 0)) heard.add(`command line ${line}`, line)
    } catch {
      // It is over.
    }
  }, 100)
  const said = await saying(/Ctrl\+C ends it/).finally(() => clearInterval(watching))
  heard.add('its own command line', readFileSync(`/proc/${child.pid}/cmdline`, 'utf8'))
  const [link = ''] = [...said.matchAll(/http:\/\/127\.0\.0\.1:\d+\/#code=\S+/g)].at(-1) ?? []
  const { origin, hash } = new URL(link)
  const headers: Record<string, string> = { origin, 'content-type': 'application/json' }
  const ask = async (method: string, path: string, body?: object): Promise<string> => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const text = await (await fetch(origin + path, { method, headers, ...sent })).text()
    heard.add(`${method} ${path} ${heard.texts.size}`, text)
    return text
  }
  const session = await ask('POST', API.session, { code: hash.replace('#code=', '') })
  headers[TOKEN_HEADER] = (JSON.parse(session) as { token: string }).token
  return {
    heard,
    ask,
    job: (number) => ask('GET', API.jobEvents.replace(':number', String(number))),
    end: async () => {
      child.kill('SIGINT')
      const { stdout, stderr } = await ended
      heard.add('stdout', stdout)
      heard.add('stderr', stderr)
      heard.addFolder('temporary', temporary)
    },
  }
}

/** Everything that the API tells without a change. */
async function readAll({ ask, job }: Opened): Promise<void> {
  for (const path of Object.values(API)) if (!path.includes(':')) await ask('GET', path)
  await ask('GET', `${API.search}?words=canary`)
  const { entries } = JSON.parse(await ask('GET', API.tree)) as Tree
  expect(entries.length).toBeGreaterThan(0)
  for (const { id } of entries) {
    await ask('GET', API.object.replace(':id', id))
    await ask('GET', API.rows.replace(':id', id))
  }
  await job(1)
}

const temporaryFolder = (): string => {
  const folder = projectFolder({ 'x.txt': '' })
  mkdirSync(join(folder, 'tmp'))
  return join(folder, 'tmp')
}

test('no password comes out of the dashboard of a project, whatever its migrations do with it', async () => {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }\n',
    'NOTES.md': '# Notes\n',
    'migrations/001_settings.ts': migration(`
      console.log('connected by', process.env.DATABASE_URL, process.env.PGPASSWORD)
      await run("create table settings (id int primary key, name text, value text)")
      await run("insert into settings values (1, 'stripe', '${SEED}')")`),
  })
  const words = ['--migrations', join(folder, 'migrations'), '--notes', join(folder, 'NOTES.md')]
  const opened = await open([...words, '--server', url.reveal()], temporaryFolder())
  const { heard, ask, job } = opened
  await readAll(opened)

  const { items } = JSON.parse(await ask('GET', API.checklist)) as Checklist
  const seen = Object.fromEntries(items.map(({ id, evidence }) => [id, evidence?.hash ?? '']))
  const person = { name: 'Ada', email: '' }
  await ask('POST', API.sign, { items: [], seen, person, note: 'looked' })
  const { warnings, hash } = JSON.parse(await ask('GET', API.exportPlan)) as ExportPlan
  heard.add('the warnings of the plan', warnings.join('\n'))
  expect(warnings.join()).toMatch(/column value of public\.settings.*a Stripe key/)
  expect(await ask('POST', API.applyExport, { hash })).toContain('"steps"')
  const report = readFileSync(join(folder, 'migrations_archive/report.json'), 'utf8')
  heard.add('the report', report)
  heard.add(
    'the readable report',
    readFileSync(join(folder, 'migrations_archive/report.md'), 'utf8'),
  )

  const { number } = JSON.parse(await ask('POST', API.jobs, { kind: 'verify' })) as {
    number: number
  }
  await job(number)
  await opened.end()
  heard.addFolder('project', folder)
  expect(heard.texts.size).toBeGreaterThan(30)
  expect(heard.holding(FORMS)).toEqual([])
  // Rows stand in the drafts, in what is shown of them, and in the migrations themselves, compiled too.
  const mayHold =
    /^(?:temporary \/tsx-|GET \/api\/(?:drafts|export|objects\/|search|tree)|project \/)/
  expect(heard.holding([SEED]).filter((place) => !mayHold.test(place))).toEqual([])
}, 400_000)

test('a migration that throws its connection away says nothing of the password', async () => {
  const folder = projectFolder({
    'package.json': '{ "type": "module" }\n',
    'migrations/001_fails.ts': migration(`
      await run("select 1")
      throw new Error('no answer from ' + process.env.DATABASE_URL + ' with ' + process.env.PGPASSWORD)`),
  })
  const words = ['--migrations', join(folder, 'migrations'), '--server', url.reveal()]
  const opened = await open(words, temporaryFolder())
  expect(await opened.job(1)).toContain('no answer from')
  expect(await opened.ask('GET', API.overview)).toContain('no answer from')
  await opened.end()
  opened.heard.addFolder('project', folder)
  expect(opened.heard.holding(FORMS)).toEqual([])
}, 400_000)

test('no password comes out of the dashboard of two existing databases', async () => {
  for (const name of ['canary_one', 'canary_two']) {
    await withConnection(server.url.withDatabase(name), { runId: newRunId() }, (send) =>
      send(`create table t (a varchar(9), check (a in ('${name}', 'b')))`),
    )
  }
  const words = ['--old', url.withDatabase('canary_one').reveal()]
  const other = ['--rebuilt', url.withDatabase('canary_two').reveal()]
  const opened = await open([...words, ...other, '--server', url.reveal()], temporaryFolder())
  await readAll(opened)
  expect(await opened.ask('GET', API.overview)).toContain('canary_one')
  await opened.end()
  expect(opened.heard.holding(FORMS)).toEqual([])
}, 400_000)
