import { describe, expect, test } from 'vitest'
import { KINDS } from '../../../shared/kinds.ts'
import type { CatalogObject } from '../../../shared/model.ts'
import { testServer } from '../../testing/postgres.ts'
import { TEST_MAJORS } from '../../testing/servers.ts'
import { sharing, standingAlone } from './schema.ts'
import { findPgDump } from '../../postgres/pg-dump.ts'
import { changesAmong } from './one-change.ts'
import { failuresAmong } from './search.ts'
import { NEVER_VARIED, Variety } from './variety.ts'

/** `npm run nightly` takes another seed and many more. */
const SEED = Number(process.env['REBASELINE_RANDOM_SEED'] ?? 1)
const COUNT = Number(process.env['REBASELINE_RANDOM_COUNT'] ?? 100)
/** Of fewer no kind is sure to come. */
const MANY = 1000
const SEARCH_MS = 60_000
const timeout = 300_000 + COUNT * 5_000

/** A provider of labels is a library, and none comes with Postgres. */
const UNMADE: ReadonlySet<string> = new Set(['security-label'])

describe.each(TEST_MAJORS)(`random schemas of seed ${SEED} on PostgreSQL %i`, (major) => {
  const half = Math.ceil(COUNT / 2)
  const few = Math.max(2, Math.floor(half / 25))
  const kinds = new Set<string>()
  const variety = new Variety()
  let dumped = 0
  const met = (object: CatalogObject): void => {
    kinds.add(object.kind)
    variety.note(object)
  }
  const own = { met, seed: SEED + major, searchMs: SEARCH_MS }

  test('those that share databases come back', { timeout }, async () => {
    const shared = { ...own, schemas: sharing, count: half - few, together: 24 }
    expect(await failuresAmong({ server: testServer(major), ...shared })).toEqual([])
  })

  test('those that stand alone come back', { timeout }, async () => {
    const alone = { ...own, schemas: standingAlone, count: few, together: 1 }
    expect(await failuresAmong({ server: testServer(major), ...alone })).toEqual([])
  })

  test('a change of one of their objects is found, and nothing else', { timeout }, async () => {
    const server = testServer(major)
    let made = 0
    const failures: string[] = []
    for (let batch = 0; batch < Math.ceil(half / 100); batch += 1) {
      const changed = await changesAmong({ server, seed: own.seed + batch * 1000, schemas: 10, changes: 30 })
      made += changed.made
      dumped += changed.dumped
      failures.push(...changed.failures)
    }
    expect(failures).toEqual([])
    expect(made).toBeGreaterThan(10)
  })

  test('every attribute of every kind varies in them, or there is a reason', ({ skip }) => {
    if (COUNT < MANY) skip('too few to vary each: npm run nightly takes 2,000')
    expect(variety.unvaried(major).filter((attribute) => !(attribute in NEVER_VARIED))).toEqual([])
  })

  test('pg_dump is asked of those and of their changes', ({ skip }) => {
    if (!findPgDump(major)) skip('no pg_dump of a fitting major')
    expect(dumped).toBeGreaterThan(0)
  })

  test('they hold every kind of object', ({ skip }) => {
    if (COUNT < MANY) skip('too few to hold each: npm run nightly takes 2,000')
    expect(Object.keys(KINDS).filter((kind) => !kinds.has(kind) && !UNMADE.has(kind))).toEqual([])
  })
})
