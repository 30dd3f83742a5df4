import { beforeAll, describe, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { readEmpty } from '../proof/rebuild.ts'
import { testServer } from '../testing/postgres.ts'
import type { Server } from '../postgres/engine.ts'
import type { Model } from '../../shared/model.ts'
import { checkCase, workspaceOn } from './check-case.ts'
import { corpusCases, runsOn } from './corpus-cases.ts'

const MAJORS = [15, 18] as const
const SIDES = ['before', 'after'] as const

/**
 * Declares a test for every case that this major is to prove: each compares its two sides and rebuilds one of them; with
 * REBASELINE_CORPUS=all every case runs on every major, and both of its sides are rebuilt.
 */
export function describeCorpus(major: (typeof MAJORS)[number]): void {
  const all = process.env['REBASELINE_CORPUS'] === 'all'
  const cases = corpusCases().flatMap((each, place) => {
    const majors = MAJORS.filter((known) => runsOn(each.requires, known))
    const isMeant = all || majors[place % majors.length] === major
    const rebuilt = all ? SIDES : [SIDES[place % 4 < 2 ? 0 : 1]]
    return majors.includes(major) && isMeant ? [{ ...each, rebuilt }] : []
  })

  describe(`the corpus on PostgreSQL ${major}`, () => {
    let server: Server
    let empty: Model

    beforeAll(async () => {
      server = await testServer(major)
      empty = await readEmpty(workspaceOn(server), DEFAULT_LEDGER)
    })

    test.concurrent.for(cases)('$name', (each) => checkCase(server, empty, each, each.rebuilt))
  })
}
