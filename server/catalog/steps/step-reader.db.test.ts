import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { replay } from '../../history/replay.ts'
import { newRunId } from '../../postgres/run-id.ts'
import { withConnection } from '../../postgres/session.ts'
import { testDatabase, testServer } from '../../testing/postgres.ts'
import { DEFAULT_LEDGER as ledger } from '../fragments.ts'
import { HOSTILE, QUIET } from './hostile-history.ts'
import type { StepChange } from './step-change.ts'
import { Misread, StepReader } from './step-reader.ts'
import { hashOfNumbers, Versions } from './versions.ts'

const STUDIO = join(import.meta.dirname, '../../../examples/studio/migrations')

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  test('numbers that are as far apart as two others have another hash', async () => {
    const { url } = await testDatabase(testServer(major))
    const [row] = await withConnection(url, { runId: newRunId() }, (query) =>
      query(`select count(distinct ${hashOfNumbers('a::int8', 'b::int8')})::int as hashes
        from generate_series(1, 100) a, generate_series(20001, 20100) b`),
    )
    expect(row?.['hashes']).toBe(10_000)
  })

  test('what is read after each step of a hostile history is what a full reading finds', async () => {
    const runId = newRunId()
    const { url } = await testDatabase(testServer(major))
    const reader = await StepReader.open(url, { runId, ledger, checkEvery: 1 })
    const changes: StepChange[] = []
    for (const step of HOSTILE) {
      const sql = step.startsWith(';;') ? step.slice(2) : `begin; ${step}; commit`
      await withConnection(url, { runId }, (query) => query(sql))
      try {
        changes.push(await reader.step())
      } catch (error) {
        throw new Error(`after ${step}`, { cause: error })
      }
    }
    await reader.close()
    expect(changes.filter(({ more }) => more)).toStrictEqual([])
    const nothing = changes.flatMap(({ before, after }, place) =>
      before.size + after.size === 0 ? [HOSTILE[place]] : [],
    )
    expect(nothing).toStrictEqual([...QUIET])
  })

  test('what is read after each migration of the sample is what a full reading finds', async () => {
    const runId = newRunId()
    const { url: database } = await testDatabase(testServer(major))
    const reader = await StepReader.open(database, { runId, ledger, checkEvery: 1 })
    const changes: StepChange[] = []
    const { migrations } = await replay({
      folder: STUDIO,
      database,
      runId,
      afterStep: async () => void changes.push(await reader.step()),
    })
    await reader.close()
    expect(migrations).toHaveLength(readdirSync(STUDIO).length)
    expect(changes.filter(({ more }) => more)).toStrictEqual([])
  })

  test.each([
    'create table others ()',
    'drop table people',
    'alter table people add column age int',
    'alter index people_pkey rename to people_id',
    "comment on table people is 'all of them'",
    'grant select on people to pg_monitor',
  ])('what no version told of is found by the full reading: %s', async (sql) => {
    const runId = newRunId()
    const { url } = await testDatabase(testServer(major))
    const send = (text: string): Promise<unknown> =>
      withConnection(url, { runId }, (query) => query(text))
    await send('create table people (id int primary key)')
    const reader = await StepReader.open(url, { runId, ledger, checkEvery: 1 })
    await send('create table pets ()')
    await reader.step()
    const unseen = { objects: new Map(), columns: [], serverRenamed: false }
    const take = vi.spyOn(Versions.prototype, 'take').mockReturnValueOnce(unseen)
    await send(sql)
    await expect(reader.step()).rejects.toThrow(Misread)
    take.mockRestore()
    await reader.close()
  })
})
