import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOSSES } from '../../examples/studio/losses.ts'
import { API, TOKEN_HEADER } from '../../shared/api.ts'
import { blocks } from '../../shared/finding.ts'
import type { Job, JobEvent } from '../../shared/job.ts'
import type { Findings, ObjectDetail, RowsPage, SearchResult, Tree } from '../../shared/object.ts'
import type { Overview } from '../../shared/overview.ts'
import { buildApp, newLink } from '../app.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { copySample } from '../commands/demo.ts'
import { readLastRun } from '../project/last-run.ts'
import type { Project } from '../project/project.ts'
import { readState, writeState } from '../project/state-files.ts'
import { ROWS_A_PAGE } from '../../shared/rows.ts'
import { indexOf } from '../views/run-index.ts'
import { detailOf, treeOf } from '../views/views.ts'
import { draftStoreOf } from './draft-store.ts'
import { ProjectWay } from './project-way.ts'
import { Workbench } from './workbench.ts'

const BY_HAND = fileURLToPath(new URL('../../examples/studio/baseline-by-hand/', import.meta.url))
// Inside of the repository, so that its Kysely is found.
const PLACE = fileURLToPath(new URL('../../dist/', import.meta.url))

let folder = ''
let webRoot = ''
let project: Project
let workbench: Workbench
let app: FastifyInstance
let token = ''
let logged = ''

const send = (options: InjectOptions) =>
  app.inject({
    ...options,
    headers: { host: 'localhost', origin: 'http://localhost', [TOKEN_HEADER]: token },
  })
async function get<T>(url: string): Promise<T> {
  const response = await send({ url })
  expect([url, response.statusCode, response.body.slice(0, 300)]).toMatchObject([
    url,
    200,
    expect.any(String),
  ])
  return response.json<T>()
}
const start = async (kind: string): Promise<Job> =>
  (await send({ method: 'POST', url: API.jobs, payload: { kind } })).json()
async function eventsOf(number: number): Promise<JobEvent[]> {
  const { body, headers } = await send({ url: API.jobEvents.replace(':number', String(number)) })
  expect(headers['content-type']).toBe('application/x-ndjson')
  return body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as JobEvent)
}
const endOf = (events: readonly JobEvent[]): Job | undefined =>
  events.flatMap((event) => (event.type === 'job' ? [event.job] : [])).at(-1)
const logOf = (events: readonly JobEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'log' ? [event.line.text] : []))

beforeAll(async () => {
  mkdirSync(PLACE, { recursive: true })
  folder = mkdtempSync(join(PLACE, 'journey-'))
  project = await copySample(join(folder, 'sample'))
  const [baseline, seed] = ['001_baseline.ts', '002_seed_definitions.ts'].map((name) =>
    readFileSync(join(BY_HAND, name), 'utf8'),
  )
  const way = new ProjectWay({
    project,
    ledger: DEFAULT_LEDGER,
    seed: 'all',
    beginning: { baseline: baseline ?? '', seed: seed ?? '' },
    drafts: draftStoreOf(project),
    workspace: () => Promise.resolve({}),
  })
  workbench = new Workbench({ way, mask: (text) => text })
  webRoot = mkdtempSync(join(tmpdir(), 'rebaseline-web-'))
  writeFileSync(join(webRoot, 'index.html'), '')
  app = await buildApp({ workbench, webRoot, log: { write: (line) => (logged += line) } })
  const code = newLink(app).split('#code=')[1]
  const session = await send({ method: 'POST', url: API.session, payload: { code } })
  token = session.json().token
})

afterAll(async () => {
  await workbench.close()
  await app.close()
  for (const made of [folder, webRoot]) rmSync(made, { recursive: true, force: true })
})

test('before the first run everything says so', async () => {
  const overview = await get<Overview>(API.overview)
  expect(overview).toMatchObject({ run: 0, result: null, job: null, way: 'project' })
  expect(overview.next).toEqual({ text: 'Start the first run', screen: 'overview' })
  expect((await send({ url: API.tree })).json().error.code).toBe('not-compared-yet')
})

test('prove finds what the hand-made baseline lost, and tells how far it is', async () => {
  const { number } = await start('prove')
  expect((await start('verify')) as unknown).toMatchObject({ error: { code: 'job-running' } })
  const events = await eventsOf(number)
  expect(endOf(events)).toMatchObject({ state: 'done', error: null })
  const counted = events.flatMap((event) =>
    event.type === 'job' && event.job.of !== null ? [[event.job.done, event.job.of]] : [],
  )
  const [, of = 0] = counted[0] ?? []
  expect(of).toBeGreaterThan(40)
  expect(counted).toContainEqual([of, of])
  expect(logOf(await eventsOf(number))).toEqual(logOf(events))

  const overview = await get<Overview>(API.overview)
  expect(overview).toMatchObject({ run: 1, result: { verdict: 'different' } })
  expect(overview.revisions).toMatchObject({ verified: overview.revisions?.draft })
  expect(overview.next.screen).toBe('compare')
  expect(overview.result?.proofs.map(({ outcome }) => outcome)).toEqual([
    'fails',
    'not-run',
    'fails',
    'holds',
    'fails',
    'not-run',
    'not-run',
  ])
  expect(await readLastRun(project)).toMatchObject({
    number: 1,
    comparison: { verdict: 'different' },
  })
  expect(await readState(project, 'generated/001_baseline.ts')).toContain('createTable')
}, 400_000)

test('every finding has its object, and every object its detail', async () => {
  const { findings } = await get<Findings>(API.findings)
  const tree = await get<Tree>(API.tree)
  const ids = new Set(tree.entries.map(({ id }) => id))
  expect(ids.size).toBe(tree.entries.length)
  expect(new Set(findings.map(({ id }) => id)).size).toBe(findings.length)
  expect(findings.filter(({ object }) => object === null || !ids.has(object))).toEqual([])
  const structural = LOSSES.filter((loss) => loss.class === 'structural')
  expect(findings.filter((each) => each.class === 'structural')).toHaveLength(structural.length)
  const counts = tree.entries.reduce((sum, each) => sum + each.blocking + each.acceptable, 0)
  expect(counts).toBe(findings.length)
  for (const { id } of tree.entries.slice(0, 40)) {
    const detail = await get<ObjectDetail>(API.object.replace(':id', id))
    expect(detail.id).toBe(id)
  }
})

test('nothing is called different without the attribute and both values', () => {
  const run = workbench.comparedRun()
  let cells = 0
  for (const entry of treeOf(run).entries) {
    const detail = detailOf(run, entry.id, () => 'none')
    const lines = detail.grids.flatMap(({ lines: all, headings }) => {
      for (const line of all) expect(line.cells).toHaveLength(headings.length)
      return all
    })
    const marked = lines.filter(({ status }) => status !== 'same')
    if (detail.status !== 'same' && detail.status !== 'missing' && detail.status !== 'added') {
      expect([detail.name, marked.length > 0]).toEqual([detail.name, true])
    }
    if (detail.status === 'same') expect(marked).toEqual([])
    for (const line of marked) {
      const telling = line.cells.filter(({ status }) => status !== 'same')
      const oneSided = line.status === 'missing' || line.status === 'added'
      if (!oneSided)
        expect([detail.name, line.name, telling.length > 0]).toEqual([detail.name, line.name, true])
      for (const { old, rebuilt } of telling) {
        cells += 1
        expect([detail.name, line.name, old]).not.toEqual([detail.name, line.name, rebuilt])
      }
    }
    // Every attribute of every finding stands in some cell, with its two values.
    for (const finding of detail.findings) {
      for (const { name, old, rebuilt } of finding.attributes) {
        if (name === 'present') continue
        const shown = lines.some(({ cells: all }) =>
          all.some((cell) => isSame(cell.old, old) && isSame(cell.rebuilt, rebuilt)),
        )
        const inWords = ['notNull', 'identity', 'generated'].includes(name)
        expect([detail.name, finding.kind, name, shown || inWords]).toEqual([
          detail.name,
          finding.kind,
          name,
          true,
        ])
      }
    }
  }
  expect(cells).toBeGreaterThan(30)
})
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

test('a changed column shows both types, and its table both definitions', async () => {
  const run = workbench.comparedRun()
  const finding = run.comparison.findings.find(
    ({ kind, attributes }) => kind === 'column' && attributes.some(({ name }) => name === 'type'),
  )
  const entry = finding && indexOf(run).entryOfFinding.get(finding)
  const detail = await get<ObjectDetail>(API.object.replace(':id', entry?.id ?? ''))
  const [columns] = detail.grids
  expect(columns?.headings.slice(0, 6)).toEqual([
    'type',
    'nullable',
    'default',
    'identity/generated',
    'collation',
    'comment',
  ])
  const type = finding?.attributes.find(({ name }) => name === 'type')
  const line = columns?.lines.find(({ name }) => name === finding?.address.names.at(-1))
  expect(line?.cells[0]).toEqual({ old: type?.old, rebuilt: type?.rebuilt, status: 'changed' })
  expect(detail.definition.old).toContain(`CREATE TABLE "${finding?.address.names[0]}"`)
  expect(detail.definition.old).toContain(String(type?.old))
  expect(detail.definition.rebuilt).toContain(String(type?.rebuilt))
})

test('seed rows stand side by side, those that differ first, a page at a time', async () => {
  const tree = await get<Tree>(API.tree)
  const pages = await Promise.all(
    tree.entries
      .filter(({ rows }) => rows)
      .map(({ id }) => get<RowsPage>(API.rows.replace(':id', id))),
  )
  const differing = pages.filter(({ pairs }) => pairs.some(({ status }) => status === 'missing'))
  expect(differing.length).toBeGreaterThan(0)
  for (const page of pages) {
    expect(page.pairs).toHaveLength(Math.min(page.total, ROWS_A_PAGE))
    const changed = page.pairs.map(({ status }) => status !== 'same')
    expect(changed).toEqual(changed.toSorted((a, b) => Number(b) - Number(a)))
    for (const pair of page.pairs) {
      expect([pair.old, pair.rebuilt].flatMap((row) => row?.length ?? [])).toContain(
        page.columns.length,
      )
      for (const place of pair.differs) expect(pair.old?.[place]).not.toBe(pair.rebuilt?.[place])
    }
  }
  const old = workbench
    .comparedRun()
    .old.data.tables.reduce((sum, { rows }) => sum + rows.length, 0)
  const shown = pages.reduce((sum, { total }) => sum + total, 0)
  expect(shown).toBeGreaterThanOrEqual(old)
})

test('search finds by name, by part and by statement', async () => {
  const found = async (words: string): Promise<string[]> => {
    const { ids } = await get<SearchResult>(`${API.search}?words=${encodeURIComponent(words)}`)
    const { entries } = await get<Tree>(API.tree)
    return entries.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  }
  expect(await found('studio_STATUS')).toContain('studio_status')
  expect(await found('create table artworks')).toContain('artworks')
  expect(await found('no such word anywhere')).toEqual([])
})

test('verify keeps the old side, sees an edit, and the result then is for that revision', async () => {
  const name = 'drafts/001_baseline.ts'
  const before = await get<Overview>(API.overview)
  await writeState(project, name, (await readState(project, 'generated/001_baseline.ts')) ?? '')
  const seed = (await readState(project, 'generated/002_seed_definitions.ts')) ?? ''
  await writeState(project, 'drafts/002_seed_definitions.ts', seed)
  const edited = await get<Overview>(API.overview)
  expect(edited.revisions?.draft).toBeGreaterThan(before.revisions?.draft ?? 0)
  expect(edited.next).toEqual({
    text: 'Verify again: the drafts changed since',
    screen: 'baseline',
  })

  const { number } = await start('verify')
  const events = await eventsOf(number)
  expect(endOf(events)).toMatchObject({ state: 'done' })
  expect(logOf(events).join('\n')).not.toContain('Replaying')
  const after = await get<Overview>(API.overview)
  expect(after).toMatchObject({ run: 2, result: { verdict: 'acceptable' } })
  expect(after.revisions?.verified).toBe(after.revisions?.draft)
  expect(after.result?.proofs[2]).toMatchObject({ outcome: 'holds' })
  expect(workbench.comparedRun().comparison.findings.filter(blocks)).toEqual([])
}, 200_000)

test('a draft that does not run fails the job with its reason, and the last result stays', async () => {
  const good = (await readState(project, 'drafts/001_baseline.ts')) ?? ''
  await writeState(project, 'drafts/001_baseline.ts', good.replace('createTable(', 'createTabel('))
  const events = await eventsOf((await start('verify')).number)
  expect(endOf(events)).toMatchObject({ state: 'failed', error: { code: 'migration-failed' } })
  expect(logOf(events).at(-1)).toContain('createTabel')
  const said = endOf(events)?.error?.message ?? ''
  expect(said).toContain('.rebaseline/drafts/001_baseline.ts')
  expect(said).not.toContain('rebaseline-draft-')
  expect(await get<Overview>(API.overview)).toMatchObject({ run: 2, next: { screen: 'overview' } })
  await writeState(project, 'drafts/001_baseline.ts', good)
}, 200_000)

test('a job that is called off ends, and leaves the last result and nothing else', async () => {
  const { number } = await start('prove')
  const url = API.cancelJob.replace(':number', String(number))
  expect((await send({ method: 'POST', url, payload: {} })).statusCode).toBe(200)
  expect(endOf(await eventsOf(number))).toMatchObject({ state: 'cancelled' })
  expect((await get<Overview>(API.overview)).run).toBe(2)
  expect(logged).not.toContain(token)
}, 200_000)
