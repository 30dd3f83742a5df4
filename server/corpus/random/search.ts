import fc from 'fast-check'
import type { CatalogObject } from '../../../shared/model.ts'
import type { Server } from '../../postgres/engine.ts'
import { roundTripOf } from './round-trip.ts'
import { sqlOf, type RandomSchema } from './schema.ts'

/** Schemas that are tried, as their seed gives them. */
export interface Tried {
  readonly server: Server
  readonly schemas: fc.Arbitrary<RandomSchema>
  readonly seed: number
  readonly count: number
  /** How many share a database: more are cheaper, fewer easier to search. */
  readonly together: number
  /** How long a smaller schema is looked for that fails as well. */
  readonly searchMs: number
  /** Hears of each object that is compared. */
  readonly met: (object: CatalogObject) => void
}

interface Written {
  readonly rank: number
  readonly sql: string
}

/** Tries them all, and says of each that does not come back what was found, and the smallest like it. */
export async function failuresAmong(tried: Tried): Promise<readonly string[]> {
  const { server, schemas, seed, count, together } = tried
  const written = fc
    .sample(schemas, { seed, numRuns: count })
    .map((schema, rank): Written => ({ rank, sql: sqlOf(schema, rank, server.major) }))
  const failures: string[] = []
  for (let first = 0; first < count; first += together) {
    failures.push(...(await failuresIn(tried, written.slice(first, first + together))))
  }
  return failures
}

/** By halves: most batches come back whole. */
async function failuresIn(tried: Tried, batch: readonly Written[]): Promise<readonly string[]> {
  const found = await foundIn(
    tried,
    batch.map(({ sql }) => sql),
  )
  const [only] = batch
  if (found.length === 0 || !only) return []
  if (batch.length === 1) return [await smallestLike(tried, only, found)]
  const half = batch.length >> 1
  const failures = [
    ...(await failuresIn(tried, batch.slice(0, half))),
    ...(await failuresIn(tried, batch.slice(half))),
  ]
  if (failures.length > 0) return failures
  const ranks = `${only.rank} to ${batch.at(-1)?.rank}`
  return [`${titleOf(tried, ranks)}, only together:\n${found.join('\n')}`]
}

const titleOf = ({ seed, server: { major } }: Tried, which: string): string =>
  `schema ${which} of seed ${seed} on PostgreSQL ${major}`

const foundIn = (
  { server, met }: Tried,
  schemas: readonly string[],
): Promise<readonly string[]> =>
  roundTripOf(server, schemas, met).catch((error: unknown) => [String(error)])

async function smallestLike(
  tried: Tried,
  { rank }: Written,
  atFirst: readonly string[],
): Promise<string> {
  const { server, schemas, seed, searchMs } = tried
  const property = fc.asyncProperty(schemas, async (schema) => {
    const sql = sqlOf(schema, 0, server.major)
    const found = await foundIn(tried, [sql])
    if (found.length > 0) throw new Error(`${found.join('\n')}\n\n${sql}`)
  })
  const { errorInstance } = await fc.check(property, {
    seed,
    path: String(rank),
    interruptAfterTimeLimit: searchMs,
  })
  const smallest = errorInstance instanceof Error ? errorInstance.message : 'not found again'
  return `${titleOf(tried, String(rank))}:\n${atFirst.join('\n')}\n\nThe smallest like it:\n${smallest}`
}
