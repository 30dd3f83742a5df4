import { expect, test } from 'vitest'
import { DEFAULT_LEDGER as ledger } from '../catalog/fragments.ts'
import { DatabaseUrl } from '../postgres/redact.ts'
import { readOnly, withConnection } from '../postgres/session.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { compareAlike } from './compare-alike.ts'
import { compareSources } from './compare-sources.ts'
import { readUnchanged } from './read-side.ts'
import { inRun } from './workspace.ts'

const runId = 'alike'
const server = () => testServer(18)

/** Two databases, each with what the statements make. */
async function pairOf(sql: string): Promise<[DatabaseUrl, DatabaseUrl]> {
  const urls = [(await testDatabase(server())).url, (await testDatabase(server())).url]
  for (const url of urls) await withConnection(url, { runId }, (query) => query(sql))
  return urls as [DatabaseUrl, DatabaseUrl]
}

const alike = (urls: readonly [DatabaseUrl, DatabaseUrl]) =>
  compareAlike(urls, { runId, ledger, secondOpinion: false })

/** What the whole comparison says of the same two databases. */
const whole = async ([old, rebuilt]: readonly [DatabaseUrl, DatabaseUrl]) =>
  (
    await inRun({}, (run) =>
      compareSources(
        run,
        { from: 'database', url: old.reveal() },
        { from: 'database', url: rebuilt.reveal() },
        { ledger, seed: 'none' },
      ),
    )
  ).comparison

const TABLE = 'create table works (id integer primary key, title text);'

test('what differs in nothing is equal, with counts and notes as of the whole comparison', async () => {
  const urls = await pairOf(`${TABLE}
    create extension hstore; create extension citext;
    create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null, more text);
    create table kysely_migration_lock (id varchar(255) primary key, is_locked integer not null default 0);
    create sequence numbers; create materialized view "seen, twice" as select 1 as one;
    create table counted (id integer generated always as identity, tags hstore, name citext check (name <> 'x'));
    alter table counted drop column tags; alter table counted add column tags hstore;
    create foreign data wrapper far; create server there foreign data wrapper far options (api_key 'secret');
    create foreign table distant (id integer options (column_password 'hidden')) server there;
    grant select on works to public; grant select on kysely_migration to public; comment on table works is 'a, b > c'`)
  const { secondOpinion, ...said } = await whole(urls)
  expect(await alike(urls)).toMatchObject(said)
  expect(said).toMatchObject({ verdict: 'equal', findings: [] })
  expect(said.notCompared.join(' ')).toMatch(/where sequences stand.*seen, twice.*column_password/)
  expect(secondOpinion).toBeDefined()
})

test.each([
  ['nothing at all', ''],
  ['what no kind reads', `${TABLE} select lo_create(4242)`],
])('two databases that hold %s are not told as equal', async (_, sql) => {
  const urls = await pairOf(sql)
  expect(await alike(urls)).toBeUndefined()
  expect((await whole(urls)).verdict).not.toBe('equal')
})

test.each([
  ['a large object', 'select lo_create(4242)'],
  ["a table among Postgres's own views", 'create table information_schema.mine (id integer)'],
])('%s that only one of them holds is not told as equal, on whichever side', async (_, sql) => {
  const [old, rebuilt] = await pairOf(TABLE)
  await withConnection(rebuilt, { runId }, (query) => query(sql))
  expect((await whole([old, rebuilt])).verdict).toBe('different')
  expect(await alike([old, rebuilt])).toBeUndefined()
  expect(await alike([rebuilt, old])).toBeUndefined()
})

test('two databases of which something may not be read are not told as equal', async () => {
  const urls = await pairOf(`${TABLE}
    create subscription heard connection 'host=x' publication told with (connect = false, slot_name = none)`)
  await withConnection(server().url, { runId }, (query) =>
    query(`create role alike_weak login password 'alike'`),
  )
  const weak = urls.map((url) => asRole(url, 'alike_weak', 'alike')) as [DatabaseUrl, DatabaseUrl]
  expect(await alike(weak)).toBeUndefined()
  expect((await alike(urls))?.verdict).toBe('equal')
})

test('that a role may not see how another one signs in elsewhere is told as that, and once', async () => {
  const [old, rebuilt] = await pairOf(`${TABLE}
    create foreign data wrapper far; create server there foreign data wrapper far;
    create user mapping for current_user server there options ("user" 'me')`)
  await withConnection(server().url, { runId }, (query) =>
    query(`create role alike_blind login password 'alike'`),
  )
  const { verdict, findings } = await whole([
    asRole(old, 'alike_blind', 'alike'),
    asRole(rebuilt, 'alike_blind', 'alike'),
  ])
  expect(verdict).not.toBe('equal')
  expect(findings.filter(({ address }) => address.type === 'user mapping')).toMatchObject([
    {
      class: 'unreadable',
      note: expect.stringMatching(/its definition: .* this role may not see it/),
    },
  ])
})

test.each([
  ['the catalogs', 'alter table works add column more integer', undefined],
  ['only rows', `insert into works values (1, 'first')`, 'read'],
])('what is committed to %s while a database is read is seen', async (_, sql, expected) => {
  const [url] = await pairOf(TABLE)
  const found = await readUnchanged(url, { runId }, async (query) => {
    await query('select 1')
    await withConnection(url, { runId: 'changing' }, (change) => change(sql))
    return 'read'
  })
  expect(found).toBe(expected)
})

test('a change that was under way when a reading began is seen', async () => {
  const [url] = await pairOf(TABLE)
  await withConnection(url, { runId: 'changing' }, async (change) => {
    await change('begin; create table begun ()')
    const found = await readUnchanged(url, { runId }, async (query) => {
      await query('select 1')
      await change('commit')
      return 'read'
    })
    expect(found).toBeUndefined()
  })
})

test('where nothing at all was written meanwhile, that is certain', async () => {
  const [url] = await pairOf(TABLE)
  const unwritten = (change: string) =>
    readOnly(url, { runId }, async (query, _facts, later) => {
      await query('select 1')
      await withConnection(url, { runId: 'changing' }, (send) => send(change))
      return later.isUnwritten()
    })
  // Others use this server too.
  await expect.poll(() => unwritten('table works'), { timeout: 30_000 }).toBe(true)
  expect(await unwritten(`insert into works values (1, 'first')`)).toBe(false)
})

const asRole = (url: DatabaseUrl, user: string, password: string): DatabaseUrl => {
  const own = new URL(url.reveal())
  own.username = user
  own.password = password
  return new DatabaseUrl(own.href)
}
