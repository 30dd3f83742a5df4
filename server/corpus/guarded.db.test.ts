import { afterAll, describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { expectedOf } from '../deployments/expected-schema.ts'
import { GUARDED } from '../deployments/guarded.ts'
import { lineOf, schemaQuery } from '../deployments/schema-guard.ts'
import { literal } from '../kinds/sql.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { readOnly, type Row } from '../postgres/session.ts'
import { readSide } from '../proof/read-side.ts'
import { testServer } from '../testing/postgres.ts'
import type { ExpectedVariant } from '../../shared/stamp.ts'
import { corpusCases, expectedOn, runsOn } from './corpus-cases.ts'
import { buildAll, schemaOf, sharesDatabases } from './together.ts'

const made: ScratchDatabase[] = []
afterAll(() => Promise.all(made.map((database) => database.drop())))

const array = (all: readonly string[]): string => `array[${all.map(literal).join(',')}]::text[]`

/** What the guard says of a database that is held against these objects. */
const heldAgainst = ({ url }: ScratchDatabase, { major, objects, schemas }: ExpectedVariant): Promise<Row> =>
  readOnly(url, { runId: 'corpus' }, async (query) => {
    const sql = schemaQuery(major)
      .replaceAll('$1', () => array(objects.map(lineOf)))
      .replaceAll('$2', () => array(schemas))
      .replaceAll('$3', () => 'array[]::oid[]')
    return (await query(sql))[0] ?? {}
  })

/** Of two equal keys a foreign key means one: which of them is only told by pg_depend, and nothing else differs. */
const NOT_TOLD: ReadonlySet<string> = new Set(['constraint--foreign-key-of-two-keys'])

const KINDS: ReadonlySet<string> = new Set(GUARDED.map(({ kind }) => kind))

describe.each([15, 18] as const)('the guard of a stamp on PostgreSQL %i', (major) => {
  const cases = corpusCases().filter((each) => runsOn(each.requires, major) && sharesDatabases(each))

  test('hashes in SQL what the program hashes of a model, and tells what differs', async () => {
    const server = testServer(major)
    const { runId } = server
    const build = async (side: 'before' | 'after'): Promise<ScratchDatabase> => {
      const database = await createScratch(server, { runId, purpose: 'corpus' })
      made.push(database)
      await buildAll(database.url, runId, cases, side)
      return database
    }
    const [before, after] = [await build('before'), await build('after')]
    const { model } = await readSide(before.url, { runId, ledger, seed: 'none' })
    const [variant] = expectedOf({ old: model, rebuilt: model, volatile: new Set() })
    if (!variant) throw new Error('nothing is expected')
    expect(variant.objects.length).toBeGreaterThan(2000)
    expect(await heldAgainst(before, variant)).toEqual({ differences: null, ignored: null })

    const { differences } = (await heldAgainst(after, variant)) as { differences: string[] }
    const untold = cases.filter((each) => {
      const isTold = differences.some((line) => new RegExp(String.raw`\b${schemaOf(each)}\b`).test(line))
      const isMeant = expectedOn(each, major).some(
        (finding) => finding.class === 'structural' && KINDS.has(finding.kind),
      )
      const isNone = expectedOn(each, major).every((finding) => ['order', 'comment', 'owner', 'privilege'].includes(finding.class))
      return (isMeant && !isTold && !NOT_TOLD.has(each.name)) || (isNone && isTold)
    })
    expect(untold.map(({ name }) => name)).toEqual([])
  })
})
