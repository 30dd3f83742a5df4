import pg from 'pg'
import { expect, test } from 'vitest'
import { DEFAULT_LEDGER } from '../catalog/fragments.ts'
import { deployment, noSchema, rowsOf, type Deployment } from '../testing/deployment.ts'
import { testServer } from '../testing/postgres.ts'
import { MIGRATOR_LOCK } from './ledger-steps.ts'
import type { StampPlan } from '../../shared/stamp.ts'
import { backupTableOf } from './backup-table.ts'
import { stampBlock } from './stamp-sql.ts'
import { runStamp, type StampResult } from './stamp.ts'
import { unstampBlock } from './unstamp-sql.ts'

const ARCHIVED = ['001_people', '002_works', '003_index']
const PLAN: StampPlan = {
  ledger: DEFAULT_LEDGER,
  archived: ARCHIVED,
  later: [],
  marked: ['001_baseline', '002_seed_definitions'],
  schema: [noSchema()],
}

/** As it is, but for how long it waits. */
const soon = (block: string): string => block.replaceAll('10s', '1s')
const stamp = ({ url }: Deployment): Promise<StampResult> => runStamp(url, soon(stampBlock(PLAN)))
const unstamp = ({ url }: Deployment): Promise<StampResult> =>
  runStamp(url, soon(unstampBlock(PLAN)))

test('while a migrator runs or the ledger is used nothing is changed, and of two stamps at once one is told that it is done', async () => {
  const on = await deployment(testServer(18), rowsOf(ARCHIVED))
  const before = await on.all()
  const holder = new pg.Client({ connectionString: on.url.reveal(), application_name: 'their app' })
  await holder.connect()
  try {
    await holder.query(`select pg_advisory_lock(${MIGRATOR_LOCK})`)
    for (const result of await Promise.all([stamp(on), unstamp(on)])) {
      expect(result).toMatchObject({
        did: 'refused',
        why: 'locked',
        happened: expect.stringMatching(
          /^a migrator is running: it has held its lock for 1s: process \d+ \(their app\)$/,
        ) as string,
      })
    }
    await holder.query(
      `select pg_advisory_unlock(${MIGRATOR_LOCK}); begin; select * from kysely_migration`,
    )
    expect(await stamp(on)).toMatchObject({
      did: 'refused',
      why: 'locked',
      happened: 'others have used public.kysely_migration for 1s',
    })
    await holder.query('rollback')
    expect(await on.all()).toEqual(before)
    const both = await Promise.all([stamp(on), stamp(on), stamp(on)])
    expect(both.map(({ did }) => did).toSorted()).toEqual(['already', 'already', 'stamped'])
    const back = await Promise.all([unstamp(on), unstamp(on)])
    expect(back.map(({ did }) => did).toSorted()).toEqual(['already', 'unstamped'])
  } finally {
    await holder.end()
  }
})

test('a connection that ends in the middle leaves everything as it was', async () => {
  const on = await deployment(testServer(18), rowsOf(ARCHIVED))
  const before = await on.all()
  // Its own trigger makes the swap wait in the middle, after the backup was made.
  await on.query(`create function wait() returns trigger language plpgsql as $$ begin perform pg_sleep(60); return new; end $$;
    create trigger wait before insert on kysely_migration for each row execute function wait()`)
  const ended = stamp(on).catch((error: unknown) => error)
  const pid = async (): Promise<number> => {
    const [found] = await on.query(
      `select pid from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`,
    )
    return found ? Number(found['pid']) : pid()
  }
  await on.query(`select pg_terminate_backend(${await pid()}, 5000)`)
  expect(await ended).toMatchObject({ code: 'query-failed' })
  await on.query('drop trigger wait on kysely_migration; drop function wait()')
  expect(await on.all()).toEqual(before)
  expect(await stamp(on)).toMatchObject({ did: 'stamped' })
})

test('a ledger that is not as Kysely makes it, its triggers, and a role without rights are refused, and extra columns are kept', async () => {
  const on = await deployment(
    testServer(18),
    rowsOf(ARCHIVED),
    `     create function renames() returns trigger language plpgsql as $$ begin new.name := new.name || '!'; return new; end $$;
     create function swallows() returns trigger language plpgsql as 'begin return null; end'`,
  )
  const refused = async (why: string, sql: string, back: string): Promise<void> => {
    await on.query(sql)
    const before = await on.all()
    expect([sql, await stamp(on)]).toMatchObject([sql, { did: 'refused', why }])
    expect(await on.all()).toEqual(before)
    await on.query(back)
  }
  const trigger = (when: string, name: string): [string, string] => [
    `create trigger t before ${when} on kysely_migration for each row execute function ${name}()`,
    'drop trigger t on kysely_migration',
  ]
  await refused('changed', ...trigger('insert', 'renames'))
  await refused('changed', ...trigger('insert', 'swallows'))
  await refused('changed', ...trigger('delete', 'swallows'))
  await refused(
    'odd-ledger',
    'alter table kysely_migration rename "timestamp" to at',
    'alter table kysely_migration rename at to "timestamp"',
  )
  await refused(
    'odd-ledger',
    'create table child () inherits (kysely_migration)',
    'drop table child',
  )
  await refused(
    'odd-ledger',
    'alter table kysely_migration rename to real_one; create view kysely_migration as select * from real_one',
    'drop view kysely_migration; alter table real_one rename to kysely_migration',
  )
  await refused(
    'backup',
    `create table ${backupTableOf(PLAN)} (a int)`,
    `drop table ${backupTableOf(PLAN)}`,
  )
  await on.query(
    `create role weak_${on.url.database} login password 'weak'; grant usage on schema public to weak_${on.url.database}`,
  )
  const weak = async (grant: string): Promise<StampResult> => {
    await on.query(grant)
    const send = (text: string) =>
      on.query(
        `begin isolation level read committed; set local role weak_${on.url.database}; ${text}`,
      )
    return send(stampBlock(PLAN)).then(
      () => ({ did: 'stamped', replaced: 0, backup: '', ignored: [] }),
      (error: { sqlState: string }) => ({
        did: 'refused',
        why: error.sqlState as 'rights',
        happened: '',
        help: '',
      }),
    )
  }
  const before = await on.rows()
  const to = `weak_${on.url.database}`
  expect(await weak('select 1')).toMatchObject({ why: 'RB005' })
  expect(await weak(`grant select on kysely_migration to ${to}`)).toMatchObject({ why: 'RB005' })
  expect(await weak(`grant insert, update, delete on kysely_migration to ${to}`)).toMatchObject({
    why: 'RB005',
  })
  expect(await on.rows()).toEqual(before)
  await on.query(`drop owned by ${to}; drop role ${to}`)

  await on.query(`alter table kysely_migration add id int generated always as identity, add who text default 'them',
    add twice text generated always as (name || name) stored, add at timestamptz default '2024-01-01 12:00:00+02'`)
  const rows = await on.query('select * from kysely_migration order by 1')
  expect(await stamp(on)).toMatchObject({ did: 'stamped' })
  expect(await unstamp(on)).toEqual({ did: 'unstamped' })
  expect(await on.query('select * from kysely_migration order by 1')).toEqual(rows)
})
