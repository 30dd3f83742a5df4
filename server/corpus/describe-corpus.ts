import { beforeAll, describe, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { readEmpty } from '../proof/rebuild.ts'
import { testServer } from '../testing/postgres.ts'
import type { Server } from '../postgres/engine.ts'
import type { Model } from '../../shared/model.ts'
import { checkCase, workspaceOn } from './check-case.ts'
import { corpusCases, runsOn } from './corpus-cases.ts'

const MAJORS = [15, 18] as const

/** Declares a test for every case that this major is to prove: with REBASELINE_CORPUS=all every one that runs on it. */
export function describeCorpus(major: (typeof MAJORS)[number]): void {
  const onEveryMajor = process.env['REBASELINE_CORPUS'] === 'all'
  const cases = corpusCases().filter(({ requires }, place) => {
    const majors = MAJORS.filter((each) => runsOn(requires, each))
    return majors.includes(major) && (onEveryMajor || majors[place % majors.length] === major)
  })

  describe(`the corpus on PostgreSQL ${major}`, () => {
    let server: Server
    let empty: Model

    beforeAll(async () => {
      server = await testServer(major)
      empty = await readEmpty(workspaceOn(server), DEFAULT_LEDGER)
    })

    test.concurrent.for(cases)('$name', (each) => checkCase(server, empty, each))
  })
}
