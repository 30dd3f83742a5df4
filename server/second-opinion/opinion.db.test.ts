import { beforeAll, expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { workspaceOn } from '../corpus/check-case.ts'
import { corpusCases, runsOn, summaryOf } from '../corpus/corpus-cases.ts'
import { buildAll, sharesDatabases } from '../corpus/together.ts'
import { findPgDump } from '../postgres/pg-dump.ts'
import { withConnection } from '../postgres/session.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { readSide, type Side } from '../proof/read-side.ts'
import { applyModel, readEmpty } from '../proof/rebuild.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import type { Comparison } from '../../shared/finding.ts'
import { secondOpinion } from './opinion.ts'

const MAJOR = 15
const options = { ledger, seed: 'none' } as const
const cases = corpusCases().filter((each) => runsOn(each.requires, MAJOR) && sharesDatabases(each))

let sides: readonly [Side, Side]

beforeAll(async () => {
  if (!findPgDump(MAJOR)) return
  sides = [await sideOf('before'), await sideOf('after')]
})

test('prints no difference of the whole corpus that the comparison does not explain', async (context) => {
  if (!findPgDump(MAJOR)) return context.skip('no pg_dump of a fitting major')
  const { secondOpinion: said, findings } = await compared(...sides)
  const own = findings.filter(({ kind }) => kind === 'unmodeled').map(summaryOf)
  expect([said?.outcome, own]).toEqual(['agrees', []])
})

test('prints what is rebuilt as it printed the old', async (context) => {
  if (!findPgDump(MAJOR)) return context.skip('no pg_dump of a fitting major')
  const { runId } = testServer(MAJOR)
  const empty = await readEmpty(workspaceOn(testServer(MAJOR)), ledger)
  for (const side of sides) {
    const { url } = await testDatabase(testServer(MAJOR))
    await applyModel(url, runId, side.model, empty)
    const rebuilt = await readSide(url, { runId, ...options, dump: 'asked' })
    const { secondOpinion: said, findings } = await compared(side, rebuilt)
    const own = findings.filter(({ kind }) => kind === 'unmodeled').map(summaryOf)
    expect([said?.outcome, own]).toEqual(['agrees', []])
  }
})

test('blocks where nothing explains what differs', async (context) => {
  if (!findPgDump(MAJOR)) return context.skip('no pg_dump of a fitting major')
  const [old, rebuilt] = sides
  if (old.dump?.status !== 'made' || rebuilt.dump?.status !== 'made') throw new Error('none')
  const { findings, explained } = secondOpinion(
    { text: old.dump.text, migratingRole: 'postgres' },
    { text: rebuilt.dump.text, migratingRole: 'postgres' },
    { findings: [], noticed: [] },
  )
  expect(explained).toBe(0)
  expect(findings.length).toBeGreaterThan(cases.length)
})

async function sideOf(name: 'before' | 'after'): Promise<Side> {
  const server = testServer(MAJOR)
  const { url } = await testDatabase(server)
  await buildAll(url, server.runId, cases, name)
  await withConnection(url, server, (query) => query('reset all'))
  return readSide(url, { runId: server.runId, ...options, dump: 'asked' })
}

const compared = (old: Side, rebuilt: Side): Promise<Comparison> =>
  compareSides(workspaceOn(testServer(MAJOR)), old, rebuilt, options)
