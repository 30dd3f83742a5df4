import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RowEffects, Sent } from '../../shared/history.ts'
import type { Server } from '../postgres/engine.ts'
import { newRunId } from '../postgres/run-id.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { migration, projectFolder } from '../testing/project-folder.ts'
import type { Transactions } from './protocol.ts'
import type { MigrationRun, RunOptions } from './run.ts'
import { runMigrations } from './runner.ts'

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url))

const folderOf = (bodies: readonly string[]): string =>
  projectFolder(
    Object.fromEntries(
      bodies.map((body, place) => [`${String(place + 1).padStart(3, '0')}.ts`, migration(body)]),
    ),
  )

/** A migration that sends this text. */
const sends = (sql: string): string => `await run(${JSON.stringify(sql)})`

async function ran(
  server: Server,
  bodies: readonly string[],
  options: Partial<RunOptions> = {},
): Promise<MigrationRun> {
  const { url } = await testDatabase(server)
  const run = await runMigrations({
    folder: folderOf(bodies),
    database: url,
    server,
    runId: newRunId(),
    mode: 'step',
    sent: 'told',
    ...options,
  })
  expect(run.failure).toBeUndefined()
  return run
}

const sentBy = (run: MigrationRun, place = 0): Sent => {
  const sent = run.migrations[place]?.sent
  if (!sent) throw new Error('nothing is told')
  return sent
}

/** `table +inserted ~updated -deleted`, with `?` for what is not known. */
const counts = (rows: RowEffects | undefined): string[] => {
  const text = (count: number | null): string => String(count ?? '?')
  const lines = (rows?.tables ?? []).map(
    ({ table, inserted, updated, deleted, truncated }) =>
      `${table.names.join('.')} +${text(inserted)} ~${text(updated)} -${text(deleted)}${truncated === false ? '' : truncated ? ' truncated' : ' truncated?'}`,
  )
  return [...lines.sort(), ...(rows?.notKnown ? [rows.notKnown] : [])]
}

const rowsOf = (run: MigrationRun): string[][] => run.migrations.map(({ rows }) => counts(rows))

describe.each([15, 18] as const)('on PostgreSQL %i', (major) => {
  let server: Server
  beforeAll(() => {
    server = testServer(major)
  })

  test('statements are told with what they came to', async () => {
    const run = await ran(server, [
      `await run('create table t (x int)')
       await run('insert into t select generate_series(1, 5)')
       await run('update t set x = 0 where x > 9')
       await run('insert into t values (6); insert into t values (7), (8); create index on t (x)')
       await db.selectFrom('t').selectAll().where('x', '=', 3).execute()`,
    ])
    const { statements, ...sent } = sentBy(run)
    expect(statements.map(({ sql, results }) => [sql, results])).toStrictEqual([
      ['create table t (x int)', [{ command: 'CREATE TABLE', times: 1, rows: null }]],
      ['insert into t select generate_series(1, 5)', [{ command: 'INSERT', times: 1, rows: 5 }]],
      ['update t set x = 0 where x > 9', [{ command: 'UPDATE', times: 1, rows: 0 }]],
      [
        'insert into t values (6); insert into t values (7), (8); create index on t (x)',
        [
          { command: 'INSERT', times: 2, rows: 3 },
          { command: 'CREATE INDEX', times: 1, rows: null },
        ],
      ],
      ['select * from "t" where "x" = $1', [{ command: 'SELECT', times: 1, rows: 1 }]],
    ])
    expect(statements.every(({ milliseconds }) => milliseconds > 0)).toBe(true)
    expect(sent).toMatchObject({ count: 5, failures: 0, noticeCount: 0, leftSettings: [] })
    expect(sent.results).toContainEqual({ command: 'INSERT', times: 3, rows: 8 })
  })

  test('a statement that failed inside a savepoint is told, and what it printed is kept', async () => {
    const run = await ran(server, [
      `console.log('on stdout')
       await run('create table kept (x int)')
       await run('savepoint a')
       try { await run('create table kept (y int)') } catch { await run('rollback to savepoint a') }
       await run('create table if not exists kept (z int); drop table if exists gone')`,
      '',
    ])
    expect(run.migrations[0]?.output).toBe('on stdout\n')
    const sent = sentBy(run)
    expect(sent.failures).toBe(1)
    expect(sent.statements.filter(({ failed }) => failed)).toMatchObject([
      {
        sql: 'create table kept (y int)',
        results: [],
        failed: { code: '42P07', message: 'relation "kept" already exists' },
      },
    ])
    expect(sent.notices).toStrictEqual([
      {
        severity: 'NOTICE',
        code: '42P07',
        message: 'relation "kept" already exists, skipping',
      },
      { severity: 'NOTICE', code: '00000', message: 'table "gone" does not exist, skipping' },
    ])
    expect(sentBy(run, 1)).toMatchObject({ count: 0, statements: [], results: [], notices: [] })
  })

  test.each(['usual', 'none'] as const)('settings left behind (%s)', async (transactions) => {
    const role = `left_${major}_${transactions}`
    const run = await ran(
      server,
      [
        sends(
          `create role ${role} superuser; set local work_mem = '5MB'; set search_path = "$user", public`,
        ),
        sends(
          `select set_config('search_path', '', false); set timezone = 'Asia/Tokyo'; set role ${role}; set local work_mem = '6MB'`,
        ),
        sends(`reset role; set session_replication_role = replica; set statement_timeout = '90s'`),
        sends(`select set_config('app.tenant', '7', false); set app.other.name to 'x'`),
        sends(`reset all; set session authorization ${role}; reset session authorization`),
        sends(`set application_name = 'mine'`),
      ],
      { transactions, ledger: { schema: 'public' } },
    )
    const left = run.migrations.map(({ sent }) =>
      sent?.leftSettings?.map(({ name, value }) => `${name}=${value}`).sort(),
    )
    expect(left).toStrictEqual([
      [],
      ['TimeZone=Asia/Tokyo', `role=${role}`, 'search_path='],
      ['session_replication_role=replica', 'statement_timeout=90s'],
      ['app.other.name=x', 'app.tenant=7'],
      [],
      ['application_name=mine'],
    ])
  })

  test('SET SESSION AUTHORIZATION is told where it stays', async () => {
    const role = `login_${major}`
    const run = await ran(server, [
      sends(`create role ${role} superuser; set session authorization ${role}`),
    ])
    expect(sentBy(run).leftSettings).toStrictEqual([{ name: 'session_authorization', value: role }])
  })

  test.each<Transactions>(['usual', 'none'])(
    'rows are counted exactly (%s)',
    async (transactions) => {
      const run = await ran(
        server,
        [
          sends(`create table a (x int primary key);
          create table b (x int references a on delete cascade);
          create table log (x int); create table late (x int);
          create function note() returns trigger language plpgsql as 'begin insert into log values (1); return null; end';
          create function later() returns trigger language plpgsql as 'begin insert into late values (1); return null; end';
          create trigger noted after insert on a for each row execute function note();
          create constraint trigger noted_late after insert on a deferrable initially deferred for each row execute function later();
          create table parts (x int) partition by range (x);
          create table low partition of parts for values from (0) to (10);
          create table high partition of parts for values from (10) to (20)`),
          sends(
            'insert into a select generate_series(1, 6); insert into b select generate_series(1, 6)',
          ),
          sends('delete from a where x <= 2; update a set x = x where x = 3'),
          sends(
            'insert into parts select generate_series(5, 12); update parts set x = 15 where x = 5',
          ),
          sends('select count(*) from a'),
          sends('alter table a alter x type bigint'),
          sends('truncate late; insert into late values (1), (2)'),
          sends(
            'create table gone (x int); insert into gone values (1); create table filled as select generate_series(1, 3) as x',
          ),
          sends(
            'truncate gone; alter table filled add y uuid default gen_random_uuid(); insert into gone values (1), (2); drop table log cascade; create temp table t as select 1',
          ),
        ],
        { transactions },
      )
      expect(rowsOf(run)).toStrictEqual([
        [],
        ['public.a +6 ~0 -0', 'public.b +6 ~0 -0', 'public.late +6 ~0 -0', 'public.log +6 ~0 -0'],
        ['public.a +0 ~1 -2', 'public.b +0 ~0 -2'],
        ['public.high +4 ~0 -0', 'public.low +5 ~0 -1'],
        [],
        [],
        ['public.late +2 ~0 -0 truncated'],
        ['public.filled +3 ~0 -0', 'public.gone +1 ~0 -0'],
        ['public.gone +2 ~0 -0 truncated'],
      ])
    },
  )

  test('rows that were rolled back are not counted, or said not to be known', async () => {
    const rolledBack = (sql: string): string =>
      `await run('savepoint a'); ${sends(sql)}; await run('rollback to savepoint a')`
    const run = await ran(server, [
      sends('create table t (x int primary key, y int); create table other (x int)'),
      `${sends('insert into t select generate_series(1, 5)')}; ${rolledBack('insert into t select generate_series(6, 9)')}`,
      rolledBack('insert into t select generate_series(6, 9)'),
      `${sends('update t set y = 1 where x = 1')}; ${rolledBack('create table x (x int)')}`,
      `${sends('update t set y = 1')}; ${rolledBack('update t set y = 2')}; ${sends('insert into other values (1)')}`,
      `${sends('delete from t where x = 1')}; ${rolledBack('delete from t')}`,
      sends(
        `do $$ begin begin insert into t values (50); raise 'no'; exception when others then null; end; insert into t values (51), (52); end $$`,
      ),
      rolledBack('truncate t'),
    ])
    expect(rowsOf(run)).toStrictEqual([
      [],
      ['public.t +5 ~0 -0'],
      [],
      ['public.t +0 ~1 -0'],
      ['public.other +1 ~0 -0', 'public.t +0 ~? -0'],
      ['public.t +0 ~0 -1'],
      ['public.t +2 ~0 -0'],
      [],
    ])
  })

  test('what can not be counted is said', async () => {
    const run = await ran(server, [
      sends('create table t (x int)'),
      sends('set track_counts = off; insert into t values (1)'),
      sends('reset track_counts; insert into t values (2)'),
      sends('set track_counts = off; insert into t values (1); reset track_counts'),
      sends('select pg_stat_reset()'),
      sends('insert into t values (3)'),
    ])
    expect(run.migrations.map(({ rows }) => rows?.notKnown)).toStrictEqual([
      null,
      'track_counts is off',
      'track_counts is off',
      'it switches track_counts',
      'the statistics were reset',
      null,
    ])
  })

  test('a connection of its own is counted once it has ended, and told as long as it has not', async () => {
    const own = `const { default: pg } = await import('pg')
      const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
      await client.connect(); await client.query('insert into t values ($1), ($2)', [1, 2])`
    const outside = (end: string): string[] => [
      'await run("select 1")',
      `${own.replace('await client.query', "await client.query('create table t (x int)'); await client.query")}; ${end}`,
      'await run("select 1")',
    ]
    const ended = await ran(server, outside('await client.end()'))
    expect(rowsOf(ended)).toStrictEqual([[], ['public.t +2 ~0 -0'], []])
    expect(sentBy(ended, 1)).toMatchObject({ count: 2, leftSettings: [] })
    const pool = `const { default: pg } = await import('pg')
      const pool = new pg.Pool()
      await run('create table mine (x int)')
      await new Promise((resolve) => pool.query('select 7', resolve))
      await pool.query({ text: 'select $1::int', values: [8] })
      await pool.query('select gone').catch(() => {})
      const { Kysely, PostgresDialect } = await import('kysely')
      await new Kysely({ dialect: new PostgresDialect({ pool }) }).destroy()`
    const pooled = sentBy(await ran(server, [pool]))
    expect(
      pooled.statements.map(({ sql, results, failed }) => [sql, results.length, failed?.code]),
    ).toEqual([
      ['create table mine (x int)', 1, undefined],
      ['select 7', 1, undefined],
      ['select $1::int', 1, undefined],
      ['select gone', 0, '42703'],
    ])
    const open = await ran(server, outside('client.unref?.()'))
    expect(open.migrations.map(({ rows }) => rows?.notKnown !== null)).toStrictEqual([
      false,
      true,
      true,
    ])
  })

  test('the ledger is left out, under names of its own too', async () => {
    const ledger = { table: 'done', lockTable: 'done_lock', schema: 'ledger' }
    const bodies = [
      sends('create table kysely_migration (x int)'),
      sends('insert into kysely_migration values (1)'),
    ]
    const run = await ran(server, bodies, { ledger })
    expect(rowsOf(run)).toStrictEqual([[], ['public.kysely_migration +1 ~0 -0']])
    expect(rowsOf(await ran(server, [sends('select 1'), sends('select 2')]))).toStrictEqual([
      [],
      [],
    ])
  })

  test('half a dump in one migration is kept in part', async () => {
    const line = "insert into t values (1, 'a text of some length, over and over');\n"
    const run = await ran(server, [
      `const dump = 'create table t (x int, y text);\\n' + ${JSON.stringify(line)}.repeat(14000)
       console.log(dump.length > 900_000)
       await run(dump)`,
      `for (let i = 0; i < 250; i += 1) await run('select ' + i)
       await run("select '" + 'x'.repeat(300000) + "'")`,
    ])
    expect(run.migrations[0]?.output).toBe('true\n')
    const sent = sentBy(run)
    expect(sent.statements).toHaveLength(1)
    expect(sent.statements[0]?.sql).toMatch(/^create table t.*…$/s)
    expect(sent.statements[0]?.sql.length).toBe(16_384)
    expect(sent.results).toStrictEqual([
      { command: 'CREATE TABLE', times: 1, rows: null },
      { command: 'INSERT', times: 14_000, rows: 14_000 },
    ])
    expect(counts(run.migrations[0]?.rows)).toStrictEqual(['public.t +14000 ~0 -0'])
    expect(sentBy(run, 1)).toMatchObject({
      count: 251,
      results: [{ command: 'SELECT', times: 251 }],
    })
    expect(sentBy(run, 1).statements).toHaveLength(200)
  })
})

test.each(['kysely027', 'kysely', 'kysely029'])(
  'it is told with %s, in both ways to run',
  async (alias) => {
    const bodies = [sends('create table t (x int)'), sends('insert into t values (1)')]
    const kysely = join(MODULES, alias)
    const step = await ran(testServer(18), bodies, { kysely })
    expect(rowsOf(step)).toStrictEqual([[], ['public.t +1 ~0 -0']])
    const plain = await ran(testServer(18), bodies, { kysely, mode: 'plain' })
    expect(
      plain.migrations.map(({ rows, sent }) => [rows, sent?.count, sent?.leftSettings]),
    ).toStrictEqual([
      [undefined, 1, null],
      [undefined, 1, null],
    ])
    const silent = await runMigrations({
      folder: folderOf(bodies),
      database: (await testDatabase(testServer(18))).url,
      runId: newRunId(),
      mode: 'step',
      kysely,
    })
    expect(silent.migrations.map(({ rows, sent }) => [rows, sent])).toStrictEqual([
      [undefined, undefined],
      [undefined, undefined],
    ])
  },
)

test('the password is in nothing that was sent, wherever it is cut', async () => {
  const database = (await testDatabase(testServer(15))).url
  const password = database.revealPassword() ?? ''
  expect(password).not.toBe('')
  const hidden = `const secret = process.env.PGPASSWORD
    await run("select '" + 'x'.repeat(16384 - 12) + secret + "'")
    await run('do $$ begin raise notice $n$' + secret + '$n$; end $$')
    await run("set application_name = '" + secret + "'").catch(() => {})`
  const run = await runMigrations({
    folder: folderOf([hidden]),
    database,
    runId: newRunId(),
    mode: 'step',
    sent: 'told',
  })
  const told = JSON.stringify(sentBy(run))
  expect(told).toContain('***')
  expect(told).not.toContain(password.slice(0, 4))
})
