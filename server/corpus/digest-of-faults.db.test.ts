import { describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { readDigest } from '../catalog/digest.ts'
import { faultsOf } from '../faults/faults-of.ts'
import type { Fault } from '../faults/fault.ts'
import { inOwnNames, serverFacts, type Query } from '../postgres/session.ts'
import { readBuilt } from '../proof/read-side.ts'
import { isRefused } from '../query-failed.ts'
import { testServer } from '../testing/postgres.ts'
import { describeAddress } from '../../shared/model.ts'
import { build } from './check-case.ts'
import { runsOn, wholeSchema } from './corpus-cases.ts'

/** Those with the fewest faults; the others, which have some thousands, with REBASELINE_CORPUS=all. */
const SCHEMAS = [
  'own-operator',
  'every-kind-15',
  'every-kind-18',
  ...(process.env['REBASELINE_CORPUS'] === 'all' ? ['every-kind', 'citext', 'hostile', 'unstable'] : []),
]

describe.each([15, 18] as const)('a database of PostgreSQL %i with one fault in it', (major) => {
  const fitting = SCHEMAS.filter((name) => runsOn(wholeSchema(name).requires, major))
  test.for(fitting)('never sums up like one without: %s', { timeout: 1_800_000 }, async (name) => {
    const server = testServer(major)
    const { runId } = server
    const { url } = await build(server, wholeSchema(name).sql)
    const { model } = await readBuilt(url, { runId, ledger, seed: 'none' })
    const facts = await serverFacts(url, runId)
    const { faults } = faultsOf(model)
    const refused: Fault[] = []
    const escaped: Fault[] = []
    await inOwnNames(url, { runId }, async (query) => {
      const inTurn = oneByOne(query)
      const sumUp = async () => (await readDigest(inTurn, facts, { placed: false })).said
      const without = await sumUp()
      expect(without).not.toBeNull()
      for (const fault of faults) {
        await query('savepoint without_it')
        if (!(await isPlanted(query, fault))) refused.push(fault)
        else if ((await sumUp()) === without) escaped.push(fault)
        await query('rollback to savepoint without_it')
      }
      expect(await sumUp()).toBe(without)
    })
    expect(escaped.map(told)).toEqual([])
    expect(refused.length).toBeLessThan(faults.length / 5)
  })
})

/** One connection answers one query after the other. */
function oneByOne(query: Query): Query {
  let last: Promise<unknown> = Promise.resolve()
  return (sql) => {
    const answer = last.then(() => query(sql))
    last = answer.catch(() => undefined)
    return answer
  }
}

const told = ({ address, attribute }: Fault): string => `${describeAddress(address)}: ${attribute ?? 'dropped'}`

async function isPlanted(query: Query, { statements, otherwise = [] }: Fault): Promise<boolean> {
  for (const each of [statements, ...otherwise]) {
    try {
      await query('savepoint planting')
      await query(each.join('; '))
      return true
    } catch (error) {
      if (!isRefused(error)) throw error
      await query('rollback to savepoint planting')
    }
  }
  return false
}
