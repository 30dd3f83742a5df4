import { expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide } from '../proof/read-side.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { keyOf } from '../../shared/model.ts'
import { faultsOf } from './faults-of.ts'

test('a fault reaches what becomes of others by it: columns of tables of a type, the index that was the replica identity', async () => {
  const { runId } = testServer(18)
  const { url } = await testDatabase(testServer(18))
  await withConnection(url, { runId }, (query) =>
    query(`
      create type point_like as (x integer, y integer);
      create table points of point_like;
      create table works (id integer not null, other integer);
      create unique index works_id on works (id);
      alter table works replica identity using index works_id;
      create table plain (id integer primary key)`),
  )
  const { model } = await readSide(url, { runId, ledger: DEFAULT_LEDGER, seed: 'none' })
  const { faults } = faultsOf(model)
  const column = (...names: string[]): string =>
    keyOf({ type: 'table column', names: ['public', ...names], args: [] })
  const reachedBy = (name: string, attribute: string): readonly string[][] =>
    faults
      .filter((fault) => fault.attribute === attribute && fault.address.names.at(-1) === name)
      .map(({ zone }) => [...zone])

  const [more = [], less = []] = reachedBy('public.point_like', 'columns')
  expect(more).toContain(column('points', 'planted'))
  expect(less).toContain(column('points', 'y'))

  const index = keyOf({ type: 'index', names: ['public', 'works_id'], args: [] })
  expect(reachedBy('works', 'replicaIdentity').flat()).toContain(index)
  expect(reachedBy('works', 'rowSecurity').flat()).not.toContain(index)
  expect(reachedBy('plain', 'replicaIdentity').flat()).toHaveLength(1)
})
