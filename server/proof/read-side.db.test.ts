import { beforeAll, describe, expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { readModel } from '../catalog/read-model.ts'
import { wholeSchema } from '../corpus/corpus-cases.ts'
import type { Server } from '../postgres/engine.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { readOnly, withConnection, type Query } from '../postgres/session.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { readSide, type Side } from './read-side.ts'

const runId = 'reading'
const read = (url: DatabaseUrl): Promise<Side> => readSide(url, { runId, ledger, seed: 'all' })

describe.each([15, 18] as const)('a read on PostgreSQL %i', (major) => {
  let server: Server
  let url: DatabaseUrl

  beforeAll(async () => {
    server = testServer(major)
    url = (await testDatabase(server)).url
    await withConnection(url, { runId }, (query) =>
      query(`create table held (id int primary key, note text default 'old' check (note <> ''));
             create function noted() returns text language sql as $$ select 'old' $$;
             create view shown as select id from held;
             comment on table held is 'old'`),
    )
  })

  /** Reads while another session keeps a table to itself, and changes something whenever the read comes to it. */
  const readDuring = (change: (time: number) => string | undefined): Promise<Side> =>
    withConnection(url, { runId: 'changing' }, async (query) => {
      const reader = { ended: false }
      let reading: Promise<Side> | undefined
      for (let time = 1; !reader.ended; time += 1) {
        await query('begin; lock table held in access exclusive mode')
        reading ??= read(url).finally(() => (reader.ended = true))
        reading.catch(() => {})
        await untilWaiting(query, () => reader.ended)
        const now = change(time)
        await query(`${now ?? ''}; commit`)
        if (now === undefined) break
      }
      return reading as Promise<Side>
    })
  const untilWaiting = async (query: Query, orElse = () => false): Promise<void> => {
    // Not pg_stat_activity: a transaction sees that as it was at its first look.
    const waiting = `select count(*) as n from pg_catalog.pg_locks where not granted and relation = 'held'::regclass`
    await expect
      .poll(async () => orElse() || (await query(waiting))[0]?.['n'] !== '0', {
        timeout: 30_000,
        interval: 20,
      })
      .toBe(true)
  }

  test.each([
    ['a column', 'alter table held add column late int', 'late'],
    [
      'a function of the same name',
      `create or replace function noted() returns text language sql as $$ select 'late' $$`,
      'late',
    ],
    ['a view', 'create or replace view shown as select id, note as later from held', 'later'],
    ['a comment', `comment on table held is 'lately'`, 'lately'],
    ['a privilege', 'grant select (id) on held to public', 'privilege on table column'],
    [
      'a name',
      'alter table held rename constraint held_note_check to held_renamed',
      'held_renamed',
    ],
  ])('that %s changed meanwhile is made once more', async (_what, change, trace) => {
    const text = async (): Promise<string> => JSON.stringify([...(await read(url)).model.objects])
    const before = await text()
    const side = await readDuring((time) => (time === 1 ? change : undefined))
    const objects = JSON.stringify([...side.model.objects])
    expect(objects).toContain(trace)
    expect(objects).not.toBe(before)
    expect(objects).toBe(await text())
  })

  test('that is disturbed again and again is given up', async () => {
    const reading = readDuring((time) => `alter table held add column again_${time} int`)
    await expect(reading).rejects.toMatchObject({ code: 'catalog-changed' })
  })

  test('is not disturbed by rows, by what was taken back and by other databases', async () => {
    const other = await testDatabase(server)
    const first = await read(url)
    const side = await withConnection(url, { runId: 'changing' }, async (query) => {
      await query(
        'begin; lock table held in access exclusive mode; alter table held add column gone int',
      )
      const reading = read(url)
      reading.catch(() => {})
      await untilWaiting(query)
      await withConnection(other.url, { runId }, (elsewhere) =>
        elsewhere('create table elsewhere ()'),
      )
      await query(`rollback; insert into held (id) values (1)`)
      return reading
    })
    expect(side.model).toEqual(first.model)
    expect(side.data.tables.map(({ rows }) => rows.length)).toEqual([0])
  })

  test('gives the same over one connection and over several', async () => {
    const { url: whole } = await testDatabase(server)
    await withConnection(whole, { runId }, (query) => query(wholeSchema('every-kind').sql))
    const over = (connections: number) =>
      readOnly(whole, { runId, connections }, (query, facts) => readModel(query, facts, ledger))
    const [one, three] = [await over(1), await over(3)]
    expect(one.objects.size).toBeGreaterThan(100)
    expect(three).toEqual(one)
  })
})
