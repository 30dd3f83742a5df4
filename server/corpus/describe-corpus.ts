import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { readEmpty } from '../proof/rebuild.ts'
import { testServer } from '../testing/postgres.ts'
import { TEST_MAJORS, type TestMajor } from '../testing/servers.ts'
import type { Server } from '../postgres/engine.ts'
import type { Model } from '../../shared/model.ts'
import { checkCase, expectDifference, unaccepted, withValues, workspaceOn } from './check-case.ts'
import { corpusCases, runsOn } from './corpus-cases.ts'
import { checkTogether, expectedAmong, isOf, sharesDatabases, type Together } from './together.ts'

const SIDES = ['before', 'after'] as const

/**
 * Declares the tests of every case: those that can share their databases are proven together, on every major; of the others
 * each compares its two sides and rebuilds one, on one major. With REBASELINE_CORPUS=all every case is also proven alone, on
 * every major, with both of its sides.
 */
export function describeCorpus(major: TestMajor): void {
  const all = process.env['REBASELINE_CORPUS'] === 'all'
  const together = corpusCases().filter(
    (each) => runsOn(each.requires, major) && sharesDatabases(each),
  )
  const alone = corpusCases()
    .filter((each) => all || !sharesDatabases(each))
    .flatMap((each, place) => {
      const majors = TEST_MAJORS.filter((known) => runsOn(each.requires, known))
      const isMeant = all || majors[place % majors.length] === major
      const rebuilt = all ? SIDES : [SIDES[place % 4 < 2 ? 0 : 1]]
      return majors.includes(major) && isMeant ? [{ ...each, rebuilt }] : []
    })

  describe(`the corpus on PostgreSQL ${major}`, () => {
    let server: Server
    let empty: Model

    beforeAll(async () => {
      server = testServer(major)
      empty = await readEmpty(workspaceOn(server), DEFAULT_LEDGER)
    })

    describe('together', () => {
      let found: Together
      beforeAll(async () => {
        found = await checkTogether(server, empty, together)
      })

      test.for(together)('$name', (each) => {
        const isOwn = isOf(each)
        expectDifference(
          found.difference.filter(isOwn),
          found.mirrored.filter(isOwn),
          expectedAmong(each, major),
        )
        expect(unaccepted(found.rebuilt.filter(isOwn), each)).toEqual([])
      })

      test('nothing is found that is of no case', () => {
        const strange = Object.values(found)
          .flat()
          .filter((finding) => !together.some((each) => isOf(each)(finding)))
        expect(strange.map(withValues)).toEqual([])
      })
    })

    test.concurrent.for(alone)('$name', (each) => checkCase(server, empty, each, each.rebuilt))
  })
}
