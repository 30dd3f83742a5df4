import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { workspaceOn } from '../corpus/check-case.ts'
import { summaryOf } from '../corpus/corpus-cases.ts'
import { beginDrafts, draftsFolder, undoDrafts } from '../drafts/drafts.ts'
import { openOldSide } from '../proof/old-side.ts'
import { verify } from '../proof/verify.ts'
import { testServer } from '../testing/postgres.ts'
import { blocks } from '../../shared/finding.ts'
import { mendDrafts } from './mend-drafts.ts'

const STUDIO = fileURLToPath(new URL('../../examples/studio/', import.meta.url))
const byHand = (name: string): Promise<string> =>
  readFile(join(STUDIO, 'baseline-by-hand', `${name}.ts`), 'utf8')

test('all findings of the hand-made baseline are mended at once, and nothing blocks any more', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rebaseline-mend-'))
  try {
    const workspace = workspaceOn(testServer(18))
    const project = { name: 'mend', folder, migrations: join(STUDIO, 'migrations') }
    const source = { from: 'migrations', folder: project.migrations } as const
    const old = await openOldSide(workspace, source, ledger, 'all')
    const files = { baseline: '001_baseline', seed: '002_seed_definitions' }
    const texts = { baseline: await byHand(files.baseline), seed: await byHand(files.seed) }
    await beginDrafts(project, files, texts)
    const verified = () => verify(workspace, old, draftsFolder(project), { ledger, seed: 'all' })

    const first = await verified()
    const found = first.comparison.findings.filter(blocks)
    expect(found.length).toBeGreaterThan(50)
    const run = { ...first, number: 1, finishedAt: '', old, volatileRows: old.volatileRows }
    const ids = found.map((_, place) => String(place))
    const mend = (which: readonly string[]) =>
      mendDrafts(project, run, which, (id) => found[Number(id)])
    await mend(ids.slice(0, 9))
    const mended = await mend(ids)
    expect(mended.left).toEqual([])
    const again = await mend(ids)
    expect(again.state.texts).toEqual(mended.state.texts)

    // What is missing stands by what is like it, and the rest at the end says why.
    const { baseline } = mended.state.texts
    expect(baseline.split('// Added by Rebaseline: missing or different').length).toBeGreaterThan(8)
    expect(baseline.split('no place among the statements')).toHaveLength(2)

    const { comparison } = await verified()
    expect(comparison.findings.filter(blocks).map(summaryOf)).toEqual([])
    await undoDrafts(project)
    expect((await undoDrafts(project)).texts).toEqual(texts)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}, 600_000)
