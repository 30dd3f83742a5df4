import fc from 'fast-check'
import type { Fault } from '../../faults/fault.ts'
import { faultsOf } from '../../faults/faults-of.ts'
import { judge } from '../../faults/judge.ts'
import { roundsOf } from '../../faults/rounds.ts'
import { DEFAULT_LEDGER as ledger } from '../../catalog/fragments.ts'
import { isRefused } from '../../query-failed.ts'
import type { Server } from '../../postgres/engine.ts'
import { ensureRoles } from '../../postgres/roles.ts'
import { createScratch, type ScratchDatabase } from '../../postgres/scratch.ts'
import { withConnection } from '../../postgres/session.ts'
import { compareSides } from '../../proof/compare-sides.ts'
import { onDatabase } from '../../proof/planted-copy.ts'
import { readSide, type Side } from '../../proof/read-side.ts'
import type { Finding } from '../../../shared/finding.ts'
import { describeAddress } from '../../../shared/model.ts'
import { withValues, workspaceOn } from '../check-case.ts'
import { ROLES, sharing, sqlOf } from './schema.ts'

/** Random changes of random schemas. */
export interface Changes {
  readonly server: Server
  readonly seed: number
  /** How many schemas stand in one database. */
  readonly schemas: number
  /** How many changes are chosen of all that can be made. */
  readonly changes: number
}

/** What was made of them, and what went wrong. */
export interface Changed {
  readonly made: number
  /** How often pg_dump was asked as well. */
  readonly dumped: number
  readonly failures: readonly string[]
}

/**
 * Builds random schemas, changes objects of theirs in copies, and tells each change that the comparison does not find, and
 * each finding that no change explains; changes that do not touch each other share a copy.
 */
export async function changesAmong({ server, seed, schemas, changes }: Changes): Promise<Changed> {
  const { runId, major } = server
  await ensureRoles(server, ROLES)
  const database = await createScratch(server, { runId, purpose: 'random' })
  try {
    for (const [rank, schema] of fc.sample(sharing, { seed, numRuns: schemas }).entries()) {
      await withConnection(database.url, { runId }, (query) => query(sqlOf(schema, rank, major)))
    }
    const old = await read(server, database)
    const faults = chosenOf(faultsOf(old.model).faults, { seed, changes })
    let [made, dumped] = [0, 0]
    const failures: string[] = []
    for (const round of roundsOf(faults)) {
      const { planted, findings, secondOpinion } = await inCopy(server, database, old, round)
      if (secondOpinion && secondOpinion.outcome !== 'not asked') dumped += 1
      const { escaped, strange } = judge(planted, findings, [])
      made += planted.length
      failures.push(...escaped.map((fault) => `not found: ${told(fault)}`))
      failures.push(...strange.map((finding) => `${withValues(finding)} beside ${near(finding, planted)}`))
    }
    return { made, dumped, failures: failures.map((each) => `seed ${seed} on PostgreSQL ${major}: ${each}`) }
  } finally {
    await database.drop()
  }
}

/** Of the changes those in the schema of a finding. */
const near = ({ address }: Finding, planted: readonly Fault[]): string =>
  planted
    .filter((fault) => String(fault.address.names[0]).startsWith(String(address.names[0]).slice(0, 4)))
    .map(told)
    .join(' | ')

const told = ({ address, attribute, statements }: Fault): string =>
  `${attribute ?? 'dropped'} of ${describeAddress(address)} (${statements.join('; ')})`

const chosenOf = (
  all: readonly Fault[],
  { seed, changes }: { readonly seed: number; readonly changes: number },
): Fault[] =>
  fc
    .sample(fc.shuffledSubarray(all.map((_, place) => place), { minLength: Math.min(changes, all.length), maxLength: Math.min(changes, all.length) }), { seed, numRuns: 1 })
    .flat()
    .flatMap((place) => all[place] ?? [])

const read = ({ runId }: Server, { url }: ScratchDatabase): Promise<Side> =>
  readSide(url, { runId, ledger, seed: 'none', dump: 'asked' })

async function inCopy(server: Server, database: ScratchDatabase, old: Side, round: readonly Fault[]) {
  const { runId } = server
  const copy = await createScratch(server, { runId, purpose: 'planted', template: database.name })
  try {
    const planted: Fault[] = []
    await withConnection(copy.url, { runId }, async (query) => {
      for (const { statements } of onDatabase(old.model)) for (const sql of statements) await query(sql)
      for (const fault of round) {
        try {
          await query('begin')
          for (const sql of fault.statements) await query(sql)
          await query('commit')
          planted.push(fault)
        } catch (error) {
          await query('rollback')
          if (!isRefused(error)) throw error
        }
      }
    })
    const side = await read(server, copy)
    const options = { ledger, seed: 'none' } as const
    const { findings, secondOpinion } = await compareSides(workspaceOn(server), old, side, options)
    return { planted, findings, secondOpinion }
  } finally {
    await copy.drop()
  }
}
