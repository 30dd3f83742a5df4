import { createServer, type AddressInfo } from 'node:net'
import { inspect } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { RebaselineError } from '../errors.ts'
import { QueryFailed } from '../query-failed.ts'
import { oldServer } from '../testing/old-server.ts'
import { testDatabase, testServer } from '../testing/postgres.ts'
import { DatabaseUrl } from './redact.ts'
import { readOnly, serverFacts, withConnection, type Row } from './session.ts'

const runId = 'session'
let url: DatabaseUrl
beforeAll(async () => {
  url = (await testDatabase(testServer(18))).url
  await withConnection(url, { runId }, (query) =>
    query(
      `create table t (id int8, tags text[]); insert into t values (1, array['a', null, '{"b,c'])`,
    ),
  )
}, 120_000)

const read = (sql: string): Promise<Row[]> => readOnly(url, { runId }, (query) => query(sql))
const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('reading', () => {
  test('gives int8 as text, arrays parsed, booleans and oids as such, the rest as printed', async () => {
    expect(
      await read(`select id, tags, true as yes, 4294967295::oid as oid, 'f'::"char" as char, '{"a": 1}'::jsonb as json,
                    '2026-01-02 03:04:05.678+02'::timestamptz as time, array[1::int8] as big, 1.10::numeric as number,
                    '{a,b}'::name[] as names, null as nothing from public.t`),
    ).toEqual([
      {
        id: '1',
        tags: ['a', null, '{"b,c'],
        yes: true,
        oid: 4294967295,
        char: 'f',
        json: '{"a": 1}',
        time: '2026-01-02 01:04:05.678+00',
        big: ['1'],
        number: '1.10',
        names: ['a', 'b'],
        nothing: null,
      },
    ])
  })

  test('can not write', async () => {
    expect(await failureOf(read('insert into public.t values (2)'))).toMatchObject({
      sqlState: '25006',
    })
  })

  test('has every setting that printed definitions depend on, on every connection', async () => {
    const settings = {
      search_path: '""',
      TimeZone: 'UTC',
      DateStyle: 'ISO, YMD',
      IntervalStyle: 'postgres',
      extra_float_digits: '1',
      bytea_output: 'hex',
      quote_all_identifiers: 'off',
      jit: 'off',
      row_security: 'off',
      statement_timeout: '2min',
      lock_timeout: '10s',
      transaction_isolation: 'repeatable read',
      transaction_read_only: 'on',
      application_name: 'rebaseline/session',
    }
    const sql = `select pg_backend_pid() as pid, pg_sleep(0.05)::text as slept, ${Object.keys(
      settings,
    )
      .map((name) => `current_setting('${name}') as "${name}"`)
      .join(', ')}`
    const rows = await readOnly(url, { runId, connections: 3 }, (query) =>
      Promise.all([query(sql), query(sql), query(sql)]),
    )
    expect(new Set(rows.map(([row]) => row?.['pid'])).size).toBe(3)
    for (const [row] of rows) expect(row).toMatchObject(settings)
  })

  test('its connections see one snapshot, also of what is committed meanwhile', async () => {
    await withConnection(url, { runId }, (query) => query('create table public.moving (n int)'))
    const counts = await readOnly(url, { runId, connections: 3 }, async (query) => {
      await withConnection(url, { runId }, (write) => write('insert into public.moving values (1)'))
      const sql = 'select count(*) as n, pg_sleep(0.05)::text as slept from public.moving'
      return Promise.all([query(sql), query(sql), query(sql)])
    })
    expect(counts.map(([row]) => row?.['n'])).toEqual(['0', '0', '0'])
  })

  test('goes on after a statement that failed, on the same connection', async () => {
    const answer = await readOnly(url, { runId, connections: 1 }, async (query) => {
      const failure = await failureOf(query('select * from public.no_such_table'))
      expect(failure).toBeInstanceOf(QueryFailed)
      expect(failure).toMatchObject({
        sqlState: '42P01',
        statement: expect.stringContaining('no_such'),
      })
      return query('select 1 as one -- a comment at the end')
    })
    expect(answer).toEqual([{ one: 1 }])
  })

  test('more queries than connections wait for their turn', async () => {
    const rows = await readOnly(url, { runId, connections: 2 }, (query) =>
      Promise.all(Array.from({ length: 20 }, (_, n) => query(`select ${n} as n`))),
    )
    expect(rows.map(([row]) => row?.['n'])).toEqual(Array.from({ length: 20 }, (_, n) => n))
  })

  test('leaves no connection open, also when the work fails', async () => {
    const failure = readOnly(url, { runId: 'failing' }, () => Promise.reject(new Error('the work')))
    await expect(failure).rejects.toThrow('the work')
    await expect
      .poll(() =>
        read(
          `select count(*) as n from pg_catalog.pg_stat_activity where application_name = 'rebaseline/failing'`,
        ),
      )
      .toEqual([{ n: '0' }])
  })

  test('a role that row security hides rows from gets an error, not fewer rows', async () => {
    await withConnection(url, { runId }, (query) =>
      query(`create role weak login password 'weak'; create table public.hidden (n int); insert into public.hidden values (1);
             alter table public.hidden enable row level security; grant select on public.hidden to weak`),
    )
    const weak = new DatabaseUrl(`postgres://weak:weak@127.0.0.1:${url.port}/${url.database}`)
    const reading = readOnly(weak, { runId }, (query) => query('select * from public.hidden'))
    expect(await failureOf(reading)).toMatchObject({ sqlState: '42501' })
  })

  test('what a server has no room to lock is told with the setting, and with how to count', async () => {
    const full = (said: string) =>
      failureOf(
        withConnection(url, { runId }, (query) =>
          query(`do $$ begin raise '${said}' using errcode = '53200'; end $$`),
        ),
      )
    expect(await full('out of shared memory')).toMatchObject({
      help: expect.stringMatching(/max_locks_per_transaction.*from pg_class/),
    })
    const reading = readOnly(url, { runId }, (query) =>
      query("do $$ begin raise 'out of shared memory' using errcode = '53200'; end $$"),
    )
    expect(await failureOf(reading)).toMatchObject({
      sqlState: '53200',
      help: expect.stringMatching(
        /^\S+ holds \d+ tables, .* room for 51200 locks in all: raise max_locks_per_transaction from 1024 to \d+ or more/,
      ),
    })
    expect(await full('out of memory')).not.toMatchObject({
      help: expect.stringContaining('max_locks_per_transaction'),
    })
  })
})

describe('what can not be connected to is one clear sentence without the password', () => {
  const CANARY = 'c4nary"pass/word'
  const canary = (host: string, port: number, database: string, user = 'postgres'): DatabaseUrl =>
    new DatabaseUrl(`postgres://${user}:${encodeURIComponent(CANARY)}@${host}:${port}/${database}`)

  async function refused(broken: DatabaseUrl): Promise<RebaselineError> {
    const error = await failureOf(readOnly(broken, { runId }, (query) => query('select 1')))
    expect(error).toBeInstanceOf(RebaselineError)
    const prints = [
      inspect(error, { depth: 9, showHidden: true }),
      JSON.stringify(error),
      String((error as Error).stack),
    ]
    for (const text of prints) {
      for (const form of [
        CANARY,
        encodeURIComponent(CANARY),
        JSON.stringify(CANARY).slice(1, -1),
      ]) {
        expect(text).not.toContain(form)
      }
    }
    return error as RebaselineError
  }

  test('a wrong password', async () => {
    const error = await refused(canary('127.0.0.1', url.port, url.database))
    expect(error.code).toBe('login-refused')
    expect(error.message).toBe(
      `Could not connect to database ${url.database} on 127.0.0.1:${url.port} as postgres: password authentication failed for user "postgres"`,
    )
  })

  test('no password at all', async () => {
    const error = await refused(new DatabaseUrl(`postgres://postgres@127.0.0.1:${url.port}/x`))
    expect([error.code, error.happened]).toEqual([
      'login-refused',
      'the server wants a password and the URL has none',
    ])
  })

  test('no such database', async () => {
    const error = await refused(url.withDatabase('nowhere'))
    expect([error.code, error.happened]).toEqual([
      'database-missing',
      'database "nowhere" does not exist',
    ])
  })

  test('nobody listens', async () => {
    const error = await refused(canary('localhost', 1, 'app'))
    expect(error.code).toBe('server-unreachable')
    expect(error.message).toContain('localhost:1')
  })

  test('a server without encryption is told as that where the URL asks for it', async () => {
    const asking = new DatabaseUrl(`${url.reveal()}?sslmode=require`)
    const error = (await failureOf(serverFacts(asking, runId))) as RebaselineError
    expect(error.code).toBe('server-unreachable')
    expect(error.happened).toContain('does not support SSL')
    expect(error.help).toContain('sslmode=disable')
    const preferring = new DatabaseUrl(`${url.withDatabase('not_there').reveal()}?sslmode=prefer`)
    expect(await failureOf(serverFacts(preferring, runId))).toMatchObject({
      code: 'database-missing',
    })
  })

  test('no such host', async () => {
    expect(await refused(canary('no-such-host.invalid', 5432, 'app'))).toMatchObject({
      code: 'server-unreachable',
    })
  })

  test('something that is no Postgres', async () => {
    const other = createServer((socket) =>
      socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    )
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const error = await refused(canary('127.0.0.1', (other.address() as AddressInfo).port, 'app'))
    expect(error.code).toBe('server-unreachable')
    other.close()
  })

  test('a server that is too old', async () => {
    const old = await oldServer()
    const { port } = old.address() as AddressInfo
    expect(await refused(canary('127.0.0.1', port, 'app'))).toMatchObject({
      code: 'server-too-old',
      happened: 'it is PostgreSQL 13.9, and 14 is the oldest that works',
    })
    await expect(serverFacts(canary('127.0.0.1', port, 'app'), runId)).rejects.toMatchObject({
      code: 'server-too-old',
    })
    old.close()
  })

  test('a statement that repeats the password', async () => {
    const echo = canary('127.0.0.1', url.port, url.database, 'parrot')
    await withConnection(url, { runId }, (query) =>
      query(`create role parrot login password '${CANARY}'`),
    )
    const error = await failureOf(
      withConnection(echo, { runId }, (query) =>
        query(`do $$ begin raise exception '${CANARY}'; end $$`),
      ),
    )
    expect(error).toMatchObject({ sqlState: 'P0001' })
    expect((error as Error).message).not.toContain(CANARY)
  })
})
