import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { withConnection } from '../postgres/session.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { compareSources } from './compare-sources.ts'
import { inRun } from './workspace.ts'

/** Compares two databases, each with what its statements make. */
async function compared(before: string, after: string) {
  const urls = await Promise.all(
    [before, after].map(async (sql) => {
      const { url } = await testDatabase(testServer(18))
      await withConnection(url, { runId: 'printed' }, (query) => query(sql))
      return url.reveal()
    }),
  )
  const [old = '', rebuilt = ''] = urls
  const { comparison } = await inRun({}, (run) =>
    compareSources(
      run,
      { from: 'database', url: old },
      { from: 'database', url: rebuilt },
      {
        ledger,
        seed: 'none',
      },
    ),
  )
  return comparison
}

/** It can only be made where there are rows, and scratch databases have none. */
const WITH_ROWS = `
  create table counted (id integer);
  insert into counted values (1);
  create materialized view "each's" as select 1 / count(*) as share from counted;
  create materialized view again as select 1 / count(*) as share from counted;`

test('what can not be written again keeps nothing else from being proven as printed differently', async () => {
  const state = (check: string): string =>
    `${WITH_ROWS} create table works (state varchar(20), constraint states check (${check}));`
  const told = await compared(
    state(`state in ('a', 'b')`),
    state(`(state)::text = any (array['a'::character varying, 'b'::character varying]::text[])`),
  )
  expect(told.findings).toMatchObject([{ kind: 'constraint', class: 'printed' }])
  expect(told.verdict).toBe('acceptable')
  expect(told.notCompared.join('\n')).toMatch(
    /only printed differently in what could not be written again: .*REFRESH [^\n]*again[^\n]*division by zero \[22012\]\), and 1 further statement$/m,
  )
})

test('a text that could not be written again is never proven', async () => {
  const other = WITH_ROWS.replace('select 1 / count(*)', 'select 2 / count(*)')
  const told = await compared(WITH_ROWS, other)
  expect(told.verdict).toBe('different')
  expect(told.findings).toMatchObject([{ kind: 'materialized-view', class: 'structural' }])
})
