import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import type { Server } from '../postgres/engine.ts'
import { compareSides } from '../proof/compare-sides.ts'
import { readSide, type Side } from '../proof/read-side.ts'
import { readEmpty } from '../proof/rebuild.ts'
import type { Workspace } from '../proof/workspace.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import type { Comparison, Finding } from '../../shared/finding.ts'
import type { Model } from '../../shared/model.ts'
import { build, roundTrip, withValues, workspaceOn } from './check-case.ts'
import { corpusCases, expectedLine, expectedOn, runsOn, summaryOf } from './corpus-cases.ts'
import { buildAll, expectedAmong, isOf, sharesDatabases } from './together.ts'

const OLD = 15
const REBUILT = 18
const seed = 'all'

/** What no kind reads is told whenever it is there. */
const isUsual = ({ class: found }: Finding): boolean => found === 'unmodeled' || found === 'printed'

const onBoth = corpusCases().filter(
  ({ requires }) => runsOn(requires, OLD) && runsOn(requires, REBUILT),
)
const together = onBoth.filter(sharesDatabases)
const all = process.env['REBASELINE_CORPUS'] === 'all'
const alone = onBoth
  .filter((each) => !sharesDatabases(each))
  .filter((_, place) => all || place % 4 === 0)

/** What is only printed otherwise is expected wherever it is not what the case is about. */
const linesOf = (findings: readonly Finding[], expected: readonly string[]): string[] =>
  findings
    .filter((each) => each.class !== 'printed' || expected.includes(summaryOf(each)))
    .map(summaryOf)
    .sort()

describe(`the corpus, old on PostgreSQL ${OLD} and rebuilt on ${REBUILT}`, () => {
  let old: Server
  let rebuilt: Server
  let workspace: Workspace
  let empty: Model

  const read = ({ runId }: Server, url: Parameters<typeof readSide>[0]): Promise<Side> =>
    readSide(url, { runId, ledger, seed })
  const compared = (one: Side, other: Side): Promise<Comparison> =>
    compareSides(workspace, one, other, { ledger, seed })

  beforeAll(async () => {
    old = testServer(OLD)
    rebuilt = testServer(REBUILT)
    workspace = { ...workspaceOn(rebuilt), old }
    empty = await readEmpty(workspace, ledger)
  })

  describe('together', () => {
    let before: Side
    let same: Comparison
    let different: Comparison

    beforeAll(async () => {
      const sideOf = async (server: Server, side: 'before' | 'after'): Promise<Side> => {
        const { url } = await testDatabase(server)
        await buildAll(url, server.runId, together, side)
        return read(server, url)
      }
      before = await sideOf(old, 'before')
      same = await compared(before, await sideOf(rebuilt, 'before'))
      different = await compared(before, await sideOf(rebuilt, 'after'))
    })

    test('the same schemas are the same, but for what can only be printed otherwise', () => {
      const left = same.findings.filter(({ class: found }) => found !== 'printed')
      expect(left.map(withValues)).toEqual([])
      expect(same.verdict).toBe('acceptable')
      expect(new Set(same.findings.map(({ note }) => note))).toEqual(
        new Set([`Printed by PostgreSQL ${REBUILT}, both read the same.`]),
      )
    })

    test('of what could not be compared is told why, and nothing else', () => {
      const columns = /^names of NOT NULL constraints: PostgreSQL 15 against 18 \(\d+ columns\)$/
      expect(same.notCompared).toEqual([expect.stringMatching(columns)])
    })

    test('what is written of the old side builds the same on the other major', async () => {
      const found = await roundTrip(rebuilt, empty, before, workspace)
      expect(found.filter((each) => each.class !== 'printed').map(withValues)).toEqual([])
    })

    test.for(together)('$name', (each) => {
      const expected = expectedAmong(each, OLD).map(expectedLine).sort()
      expect(linesOf(different.findings.filter(isOf(each)), expected)).toEqual(expected)
    })
  })

  test.concurrent.for(alone)('$name', async (each) => {
    const databases = [
      await build(old, each.before),
      await build(rebuilt, each.before),
      await build(rebuilt, each.after),
    ]
    try {
      const [before, again, after] = (await Promise.all(
        databases.map(({ url }, place) => read(place === 0 ? old : rebuilt, url)),
      )) as [Side, Side, Side]
      const same = (await compared(before, again)).findings
      expect(same.filter((each) => !isUsual(each)).map(withValues)).toEqual([])
      const expected = expectedOn(each, OLD).map(expectedLine).sort()
      expect(linesOf((await compared(before, after)).findings, expected)).toEqual(expected)
    } finally {
      await Promise.all(databases.map((database) => database.drop()))
    }
  })
})
