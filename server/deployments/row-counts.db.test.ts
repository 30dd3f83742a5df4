import { expect, test } from 'vitest'
import { withConnection } from '../postgres/session.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { contentsText, lookInto } from './nuke.ts'
import { countRows, rowsText } from './row-counts.ts'

const runId = 'counting'

test('rows of tables that were never analysed are counted, and where they can’t be, that is said', async () => {
  const { url } = await testDatabase(testServer(18))
  await withConnection(url, { runId }, async (query) => {
    await query(
      `alter database ${url.database} set search_path = nowhere;
       create schema app; create schema many; create schema held; create schema bare;
       create table app.notes (a int); insert into app.notes select generate_series(1, 7);
       create table app.known with (autovacuum_enabled = off) as select generate_series(1, 30) as a;
       create table many.t with (autovacuum_enabled = off) as select generate_series(1, 10001) as a;
       create table held.t as select 1 as a; create table held.u as select generate_series(1, 2) as a;
       create table bare.filled (a int)`,
    )
    await query('analyze bare.filled')
    await query(`insert into bare.filled select generate_series(1, 3)`)
    await query('begin; lock table held.t in access exclusive mode')
    const told = contentsText(await lookInto({ url, remote: 'refused' }))
    expect(told.split('\n').filter((line) => line.includes('schema'))).toStrictEqual([
      '  schema app: 2 relations, 37 rows',
      '  schema bare: 1 relation, 3 rows',
      '  schema held: 2 relations, 2 rows, those of 1 table not counted',
      '  schema many: 1 relation, at least 10,000 rows',
      '  schema public: 0 relations, 0 rows',
    ])
    await query('rollback')
    await query('analyze app.known')
    const none = await countRows(query, 0)
    expect(rowsText(none.get('held') ?? { rows: 9, precision: 'exact', notCounted: 9 })).toBe(
      'the rows of 2 tables not counted',
    )
    const counts = await countRows(query)
    expect(rowsText(counts.get('app') ?? { rows: 9, precision: 'exact', notCounted: 9 })).toBe(
      'about 37 rows',
    )
  })
})
