import { describe, expect, test } from 'vitest'
import { lookInto, nuke } from '../deployments/nuke.ts'
import { Effects } from '../history/effects.ts'
import { endMigrationBackends, probe, runningStatement } from '../history/server-side.ts'
import { connectServer } from '../postgres/engine.ts'
import { BIRTH_LIMIT } from '../postgres/marker.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { rolesOf } from '../postgres/roles.ts'
import { createScratch, dropScratch, endBackends } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import { readSide, type Side } from '../proof/read-side.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import type { Address } from '../../shared/model.ts'
import { DEFAULT_LEDGER as ledger } from './fragments.ts'

const runId = 'hostile'

const SCHEMA = `
  create schema app;
  create type app.mood as enum ('good', 'bad');
  create domain app.short as varchar(9) check (value <> '');
  create table app.users (id bigserial primary key, name app.short default 'x' not null, mood app.mood,
    at timestamptz default now(), size numeric(10, 2) check (size > 0), twice int generated always as (1 + 1) stored);
  create unique index users_name on app.users (lower(name::text)) where mood = 'good';
  create table app.notes (id int primary key, user_id bigint references app.users on delete cascade);
  create function app.touch() returns trigger language plpgsql as 'begin return new; end';
  create trigger touched before update on app.users for each row when (new.id > 1) execute function app.touch();
  create view app.shown as select id, name from app.users where id > 0;
  create policy own on app.users using (name = current_user);
  create statistics app.both on id, name from app.users;
  grant select on app.users to public;
  comment on table app.users is 'people';
  insert into app.users (name, at, size) values ('a', '2026-01-01', 1), ('b', null, 2);
  insert into app.notes values (1, 1)`

/** Everything of Postgres's own that a query can name, once more in another schema: whatever is called there fails. */
const TRAPS = `
  create schema trap;
  do $$
  declare each record; types text; trap text := 'language plpgsql as ''begin raise exception ''''a trap was called''''; end''';
  begin
    for each in
      select p.proname, p.proargtypes::oid[] as args from pg_proc p
       where p.pronamespace = 'pg_catalog'::regnamespace and p.prokind = 'f' and not exists (
         select from unnest(p.proargtypes::oid[]) a join pg_type t on t.oid = a where t.typtype = 'p')
    loop
      select coalesce(string_agg(format_type(a, null), ', '), '') into types from unnest(each.args) a;
      execute format('create function trap.%I(%s) returns text %s', each.proname, types, trap);
    end loop;
    for each in
      select o.oid, o.oprname, o.oprleft::regtype as l, o.oprright::regtype as r from pg_operator o
        join pg_type l on l.oid = o.oprleft join pg_type r on r.oid = o.oprright
       where o.oprnamespace = 'pg_catalog'::regnamespace and 'p' not in (l.typtype, r.typtype)
    loop
      execute format('create function trap.operator_%s(%s, %s) returns bool %s', each.oid, each.l, each.r, trap);
      execute format('create operator trap.%s (function = trap.operator_%s, leftarg = %s, rightarg = %s)', each.oprname, each.oid, each.l, each.r);
    end loop;
    for each in select relname from pg_class where relnamespace = 'pg_catalog'::regnamespace and relkind in ('r', 'v') loop
      execute format('create table trap.%I ()', each.relname);
    end loop;
    for each in select typname from pg_type where typname in ('text', 'int4', 'int8', 'oid', 'name', 'bool', 'regclass', 'float8') loop
      execute format('create domain trap.%I as bytea', each.typname);
    end loop;
  end $$`

const send = (url: DatabaseUrl, sql: string) =>
  withConnection(url, { runId }, (query) => query(sql))

/** Makes a database one in which every name leads to a trap. */
async function trap(url: DatabaseUrl): Promise<void> {
  await send(url, TRAPS)
  await send(url, `alter database ${url.database} set search_path = trap, pg_catalog`)
  await expect(send(url, 'select 1 + 1')).rejects.toThrow('a trap was called')
}

/** What was read of everything but the traps, and the path that leads to them. */
const readOf = ({ model, data }: Side): unknown => ({
  objects: [...model.objects.values()].filter(isOwn),
  unmodeled: model.unmodeled.filter(isOwn),
  data,
})
const isOwn = ({ address }: { readonly address: Address }): boolean =>
  ![...address.names, ...address.args].some((name) => /^(?:trap\b|search_path$)/.test(name))

describe.each([15, 18] as const)('a hostile database on PostgreSQL %i', (major) => {
  test('changes nothing of what is read, and nothing of it is called', async () => {
    const server = testServer(major)
    const plain = (await testDatabase(server)).url
    const hostile = (await testDatabase(server)).url
    await Promise.all([plain, hostile].map((url) => send(url, SCHEMA)))
    await trap(hostile)

    const options = { runId, ledger, seed: ['app.users', 'app.notes'] }
    const expected = readOf(await readSide(plain, options))
    expect(readOf(await readSide(hostile, options))).toStrictEqual(expected)

    const { schemas, others, sessions } = await lookInto({ url: hostile, remote: 'refused' })
    expect([schemas.map(({ name }) => name), others, sessions]).toStrictEqual([
      ['app', 'public', 'trap'],
      [],
      [],
    ])
    expect(await probe({ database: hostile, runId })).toStrictEqual({ ssl: false })
    expect(await runningStatement(hostile, runId)).toBeNull()
    await endMigrationBackends({ database: hostile, runId })
    const effects = new Effects(runId, ledger)
    await effects.begin(hostile)
    await send(hostile, 'create table app.more ()')
    await effects.afterStep({ name: '001' })
    expect(effects.did.get('001')).toBe('creates table app.more')

    const given = { remote: 'refused', otherSessions: 'ended' } as const
    await nuke({ url: hostile, confirm: async () => hostile.database, ...given })
    expect(
      (await lookInto({ url: hostile, remote: 'refused' })).schemas.map(({ name }) => name),
    ).toStrictEqual(['public'])
  })

  test('calls nothing of its own where a server is named by it', async () => {
    const own = testServer(major)
    const hostile = (await testDatabase(own)).url
    await trap(hostile)
    const ours = async (): Promise<unknown[]> => {
      const sql = `select datname from pg_database where datname ~ '^rebaseline_(dead|evil)_' order by 1`
      return (await send(own.url, sql)).map(({ datname }) => datname)
    }
    await send(own.url, `create database rebaseline_dead_old connection limit ${BIRTH_LIMIT}`)

    const server = await connectServer(hostile, { runId: 'evil' })
    const scratch = await createScratch(server, { runId: 'evil', purpose: 'old' })
    expect(await ours()).toStrictEqual([scratch.name])
    await dropScratch(server, scratch.name)
    expect(await ours()).toStrictEqual([])
    expect(await rolesOf(server)).toStrictEqual(await rolesOf(own))
    await withConnection(own.url, { runId: 'evil/migrations' }, async (query) => {
      await endBackends(server, 'evil')
      await expect(query('select 1')).rejects.toMatchObject({ code: 'query-failed' })
    })
    await server.stop()
  })
})
