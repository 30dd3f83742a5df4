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

test('dropping an index that was the replica identity reaches the table, which then has none', async () => {
  const { runId } = testServer(18)
  const { url } = await testDatabase(testServer(18))
  await withConnection(url, { runId }, (query) =>
    query(`
      create table works (id integer not null, other integer);
      create unique index works_id on works (id);
      alter table works replica identity using index works_id`),
  )
  const { model } = await readSide(url, { runId, ledger: DEFAULT_LEDGER, seed: 'none' })
  const dropped = faultsOf(model).faults.filter(({ attribute }) => attribute === null)
  const table = keyOf({ type: 'table', names: ['public', 'works'], args: [] })
  for (const name of ['works_id', 'id']) {
    expect([
      ...(dropped.find(({ address }) => address.names.at(-1) === name)?.zone ?? []),
    ]).toContain(table)
  }
})

test('a database is read before 18 as well once a type is dropped whose transform a routine names', async () => {
  const { runId } = testServer(15)
  const { url } = await testDatabase(testServer(15))
  await withConnection(url, { runId }, (query) =>
    query(`
      create type weight as (grams integer);
      create function of_weight(internal) returns internal language internal immutable strict as 'pg_node_tree_in';
      create transform for weight language plpgsql (from sql with function of_weight(internal));
      create function named(a integer) returns integer transform for type weight language plpgsql as 'begin return a; end'`),
  )
  const options = { runId, ledger: DEFAULT_LEDGER, seed: 'none' } as const
  const { model } = await readSide(url, options)
  const fault = faultsOf(model).faults.find(
    ({ attribute, kind }) => attribute === null && kind === 'composite',
  )
  await withConnection(url, { runId }, async (query) => {
    for (const sql of fault?.statements ?? []) await query(sql)
  })
  const after = await readSide(url, options)
  const left = [...after.model.objects.values()].flatMap(({ kind, address }) =>
    /weight|named/.test(address.names.join('.')) ? [`${kind} ${address.names.join('.')}`] : [],
  )
  expect(left).toEqual(['function public.of_weight'])
})
