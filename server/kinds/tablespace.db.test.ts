import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { compare } from '../compare/compare.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide } from '../proof/read-side.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'

const runId = 'tablespace'

const MOVED = ['table works', 'index works_title', 'index works_key', 'materialized view seen']

test.each([15, 18] as const)('another tablespace is noticed on PostgreSQL %i', async (major) => {
  const server = testServer(major)
  const { url, drop } = await testDatabase(server)
  const send = (sql: string) => withConnection(url, { runId }, (query) => query(sql))
  const read = async () => (await readSide(url, { runId, ledger, seed: 'none' })).model
  await send(`
    create table works (id integer constraint works_key primary key, title text);
    create index works_title on works (title);
    create materialized view seen as select 1 as one`)
  await withConnection(server.url, { runId }, async (query) => {
    await query('set allow_in_place_tablespaces = on')
    await query(`create tablespace elsewhere location ''`)
  })
  const before = await read()
  await send(MOVED.map((what) => `alter ${what} set tablespace elsewhere`).join(';'))
  const found = compare(before, await read()).deltas.flatMap((delta) =>
    delta.change === 'changed'
      ? delta.attributes.map(({ name }) => `${delta.old.kind} ${name}`)
      : [delta.change],
  )
  await drop()
  await withConnection(server.url, { runId }, (query) => query('drop tablespace elsewhere'))
  expect(found.sort()).toEqual(
    ['constraint', 'index', 'materialized-view', 'table'].map((kind) => `${kind} tablespace`),
  )
})
