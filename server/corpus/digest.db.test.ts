import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger, serverFactsOf, serverFactsQuery } from '../catalog/fragments.ts'
import { digestRows, EDGE_ROWS } from '../catalog/digest.ts'
import { ofKinds } from '../catalog/of-kinds.ts'
import type { Server } from '../postgres/engine.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { readOnly } from '../postgres/session.ts'
import { compareAlike } from '../proof/compare-alike.ts'
import { compareSources } from '../proof/compare-sources.ts'
import { inRun } from '../proof/workspace.ts'
import { testServer } from '../testing/postgres.ts'
import { isOfSchema } from './check-case.ts'
import { corpusCases, expectedOn, runsOn } from './corpus-cases.ts'
import { buildAll, schemaOf, sharesDatabases } from './together.ts'

describe.each([15, 18] as const)('what PostgreSQL %i sums up of the corpus', (major) => {
  const cases = corpusCases().filter((each) => runsOn(each.requires, major) && sharesDatabases(each))
  const made: ScratchDatabase[] = []
  let server: Server

  async function build(side: 'before' | 'after'): Promise<ScratchDatabase> {
    const database = await createScratch(server, { runId: server.runId, purpose: 'corpus' })
    made.push(database)
    await buildAll(database.url, server.runId, cases, side)
    return database
  }

  beforeAll(() => {
    server = testServer(major)
  })
  afterAll(() => Promise.all(made.map((database) => database.drop())))

  test('is the same where nothing differs, and says what the whole comparison says', async () => {
    const [old, rebuilt] = [await build('before'), await build('before')]
    const { runId } = server
    const alike = await compareAlike([old.url, rebuilt.url], { runId, ledger, secondOpinion: true })
    const whole = await inRun({ oldServer: server.url.reveal(), rebuiltServer: server.url.reveal() }, (run) =>
      compareSources(
        run,
        { from: 'database', url: old.url.reveal() },
        { from: 'database', url: rebuilt.url.reveal() },
        { ledger, seed: 'none' },
      ),
    )
    expect(whole.comparison.findings).toEqual([])
    expect(alike).toEqual(whole.comparison)
    expect(Object.keys(alike?.counts ?? {})).toEqual(Object.keys(whole.comparison.counts))
  })

  describe('differs wherever a case does', () => {
    let differing: readonly string[]
    beforeAll(async () => {
      const [before, after] = [await rowsOf(await build('before')), await rowsOf(await build('after'))]
      differing = [...before, ...after].filter((row) => before.has(row) !== after.has(row))
    })

    test.for(cases.filter((each) => expectedOn(each, major).some(isOfSchema)))('$name', (each) => {
      const isOf = new RegExp(String.raw`\b${schemaOf(each)}\b`)
      expect(differing.filter((row) => isOf.test(row))).not.toEqual([])
    })
  })
})

/** What is summed up of a database, object by object and reference by reference. */
const rowsOf = ({ url }: ScratchDatabase): Promise<ReadonlySet<string>> =>
  readOnly(url, { runId: 'corpus' }, async (query, facts) => {
    const [row = {}] = await query(serverFactsQuery(facts.major))
    const found = await ofKinds(query, (module) => digestRows(module, serverFactsOf(row, facts)), (_, rows) => rows)
    const rows = [...found.flat(), ...(await query(EDGE_ROWS))]
    return new Set(rows.map(({ name, hash }) => `${String(name)} ${(hash as Buffer).toString('hex')}`))
  })
