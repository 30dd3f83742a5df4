import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LOSSES, VOLATILE } from '../../examples/studio/losses.ts'
import type { Finding } from '../../shared/finding.ts'
import { workspaceOn } from '../corpus/check-case.ts'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { plainBuild } from '../history/replay.ts'
import { createScratch } from '../postgres/scratch.ts'
import { testServer } from '../testing/postgres.ts'
import { compareSides } from './compare-sides.ts'
import { generate, type Generated } from './generate.ts'
import { openOldSide, type OldSide } from './old-side.ts'
import { readSide } from './read-side.ts'
import { verify } from './verify.ts'
import type { Workspace } from './workspace.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const STUDIO = join(ROOT, 'examples/studio')
const options = { ledger: DEFAULT_LEDGER, seed: 'all' } as const

let workspace: Workspace
let folder: string
let old: OldSide
let first: Generated

const briefly = (finding: { class: string; kind: string; change: string }, name: string): string =>
  [finding.class, finding.kind, finding.change, name].join(' ')
const briefs = (findings: readonly Finding[]): string[] =>
  findings.map((each) => briefly(each, each.address.names.join('.'))).sort()

beforeAll(async () => {
  workspace = workspaceOn(testServer(18))
  folder = await mkdtemp(join(tmpdir(), 'rebaseline-sample-'))
  old = await openOldSide(
    workspace,
    { from: 'migrations', folder: join(STUDIO, 'migrations') },
    DEFAULT_LEDGER,
    'all',
  )
  first = await generate(workspace, old, { ...options, out: join(folder, 'first') })
}, 180_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

test('the generated baseline of the sample builds the old database again', () => {
  expect(first.comparison.verdict).toBe('acceptable')
  const classes = new Set(first.comparison.findings.map((finding) => finding.class))
  expect([...classes].sort()).toStrictEqual(['printed', 'volatile'])
  expect(first.comparison.counts.table).toMatchObject({ old: 53, rebuilt: 53, equal: 53 })
})

test('two runs from the start give the same bytes', async () => {
  const again = await openOldSide(
    workspace,
    { from: 'migrations', folder: join(STUDIO, 'migrations') },
    DEFAULT_LEDGER,
    'all',
  )
  const second = await generate(workspace, again, { ...options, out: join(folder, 'second') })
  for (const [at, { path }] of first.files.entries()) {
    expect(await readFile(second.files[at]?.path ?? '', 'utf8')).toBe(await readFile(path, 'utf8'))
  }
}, 120_000)

test.each(['kysely026', 'kysely027', 'kysely', 'kysely029', 'kysely030'])(
  'plain Kysely (%s) runs the generated files to an equal database',
  async (name) => {
    const { runId } = workspace
    const database = await createScratch(workspace.rebuilt, { runId, purpose: name })
    await plainBuild({
      folder: join(folder, 'first'),
      database: database.url,
      runId,
      kysely: join(ROOT, 'node_modules', name),
    })
    const side = await readSide(database.url, { runId, ...options })
    const comparison = await compareSides(workspace, first.rebuilt, side, {
      ...options,
      volatile: old.volatile,
      volatileRows: old.volatileRows,
    })
    await database.drop()
    expect(comparison.findings.filter((finding) => finding.class !== 'volatile')).toStrictEqual([])
  },
  60_000,
)

test('with the hand-made baseline every loss is found as the right finding and nothing else', async () => {
  const { comparison } = await verify(workspace, old, join(STUDIO, 'baseline-by-hand'), options)
  const acceptable = new Set(['volatile', 'printed'])
  const found = comparison.findings.filter((finding) => !acceptable.has(finding.class))
  expect(comparison.verdict).toBe('different')
  expect(briefs(found)).toStrictEqual(LOSSES.map((loss) => briefly(loss, loss.name)).sort())
  const volatile = briefs(comparison.findings.filter((finding) => finding.class === 'volatile'))
  const known = new Set(VOLATILE.map((each) => briefly(each, each.name)))
  expect(volatile.filter((each) => !known.has(each))).toStrictEqual([])
  expect(new Set(LOSSES.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(10)
}, 60_000)
