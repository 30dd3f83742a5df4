import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { workspaceOn } from '../corpus/check-case.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide } from '../proof/read-side.ts'
import { readEmpty } from '../proof/rebuild.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { lockCheck, locksTaken } from './locks.ts'
import { TYPESCRIPT } from './migration-form.ts'
import { refuseOther } from './only-statements.ts'
import { planStatements } from './plan.ts'

const SCHEMA = `
  create type pair as (a int, b text);
  create type mood as enum ('good', 'bad');
  create table a (id bigint generated always as identity primary key, name text unique, mood mood);
  create table b (id bigserial primary key, a_id bigint references a (id) check (a_id > 0), note text);
  create index on b (a_id);
  create index on b (note) where a_id > 7;
  create table c (during int4range, exclude using gist (during with &&));
  create table parted (id int, note text) partition by range (id);
  create table part_1 partition of parted for values from (1) to (10);
  create index on parted (id);
  create view shown as select a.name from a;
  create materialized view kept as select b.note from b;
  create unique index on kept (note);
  create sequence numbers;
  create function one() returns int language sql as 'select 1';
  comment on table a is 'first';
  insert into a (name) values ('x');`

test.each([15, 18] as const)('a baseline tells the locks it takes, on %i', async (major) => {
  const server = testServer(major)
  const { runId } = server
  const [first, second] = [await testDatabase(server), await testDatabase(server)]
  await withConnection(first.url, { runId }, (query) => query(SCHEMA))
  const empty = await readEmpty(workspaceOn(server), ledger)
  const { model } = await readSide(first.url, { runId, ledger, seed: 'none' })
  const taken = await withConnection(second.url, { runId }, async (query) => {
    await query('begin; set local check_function_bodies = off; set local search_path = public')
    for (const { sql } of planStatements(model, empty)) await query(sql)
    const [held] = await query(`
      select count(distinct relation)::int as locks from pg_catalog.pg_locks
      where pid = pg_catalog.pg_backend_pid() and relation >= 16384`)
    await query('rollback')
    return Number(held?.['locks'])
  })
  expect(taken).toBeGreaterThan(15)
  const told = locksTaken(model)
  expect(told).toBeGreaterThanOrEqual(taken)
  expect(told).toBeLessThanOrEqual(taken * 1.5)
  expect(lockCheck(model, TYPESCRIPT)).toEqual([])

  const crowded = Array.from({ length: 150 }, (_, copy) =>
    [...model.objects.values()].map((object) => [`${copy} ${object.key}`, object] as const),
  )
  const check = lockCheck({ ...model, objects: new Map(crowded.flat()) }, TYPESCRIPT)
  expect(check.join('\n')).toContain(`This baseline takes ${told * 150} locks in one transaction`)
  const frame = { about: 'Large.', settings: {}, checks: check, body: [], down: 'No.' }
  expect(() => refuseOther(frame, TYPESCRIPT)).not.toThrow()
})
