import { availableParallelism } from 'node:os'
import { RebaselineError } from '../errors.ts'
import { settled } from '../settled.ts'
import { connect, type Connection, type Row } from './connect.ts'
import { withLockCount } from './lock-room.ts'
import type { DatabaseUrl } from './redact.ts'
import { isLocal } from './tls.ts'

export type { Row } from './connect.ts'

/** Sends SQL and gives the rows of its last statement; throws `QueryFailed`. */
export type Query = (sql: string) => Promise<Row[]>

/** Sends a `COPY … FROM stdin` with its rows; throws `QueryFailed`. */
export type CopyIn = (sql: string, rows: string) => Promise<void>

/** Which Postgres answers. */
export interface SessionFacts {
  readonly major: number
  readonly version: string
}

/** For whom is read, and over how many connections. */
export interface ReadOptions {
  readonly runId: string
  /** How many connections share the snapshot; as many as are worth it unless told. */
  readonly connections?: number
}

const OLDEST_MAJOR = 14

/** Fixed for the transaction only: poolers refuse start-up parameters, and nothing may leak into a pooled session. */
const SETTINGS = `
  set local search_path = '';
  set local TimeZone = 'UTC';
  set local DateStyle = 'ISO, YMD';
  set local IntervalStyle = 'postgres';
  set local extra_float_digits = 1;
  set local bytea_output = 'hex';
  set local lc_monetary = 'C';
  set local quote_all_identifiers = off;
  set local standard_conforming_strings = on;
  set local synchronize_seqscans = off;
  set local jit = off;
  set local row_security = off;
  set local statement_timeout = '120s';
  set local lock_timeout = '10s';
  set local idle_in_transaction_session_timeout = 0`

const BEGIN = 'begin isolation level repeatable read read only'

/** What there is beside the snapshot of the work, or came after it. */
export interface Later {
  /** Whether nothing at all was written to that server since; to be asked once, at the end. */
  isUnwritten(): Promise<boolean>
  /** Beside the work's own; undefined where the server has no connection to spare. */
  beside(): Promise<Query | undefined>
  /** Instead of the work's own, which is given up. */
  instead: Query
}

/** Reads one database in one snapshot, over several connections; nothing can be written and nothing stays set. */
export async function readOnly<T>(
  url: DatabaseUrl,
  { runId, connections = worthwhile(url) }: ReadOptions,
  work: (query: Query, facts: SessionFacts, later: Later) => Promise<T>,
): Promise<T> {
  const opened: Connection[] = []
  try {
    const first = await connect(url, runId)
    opened.push(first)
    const facts = await factsOf(first, url)
    await first.send(`${BEGIN};${SETTINGS}`)
    const snapshot = connections > 1 ? await exportSnapshot(first) : undefined
    await endWithClient(first)
    if (snapshot !== undefined) {
      await settled(
        Array.from({ length: connections - 1 }, async () => {
          const other = await joinSnapshot(url, runId, snapshot)
          if (other) opened.push(other)
        }),
      )
    }
    return await work(dispatch(opened), facts, {
      async isUnwritten() {
        const [row] = await sendGuarded(first, NO_WRITER)
        return row?.['none'] === true
      },
      async beside() {
        const other = await connectIfSpare(url, runId)
        if (!other) return undefined
        opened.push(other)
        await other.send(`${BEGIN};${SETTINGS}`)
        return (sql) => sendGuarded(other, sql)
      },
      async instead(sql) {
        await first.send(`commit; ${BEGIN};${SETTINGS}`)
        return sendGuarded(first, sql)
      },
    })
  } catch (error) {
    // Only then are the locks free again.
    await Promise.all(opened.map((connection) => connection.close()))
    throw await withLockCount(error, url.database, (sql) =>
      withConnection(url, { runId }, (query) => query(inPlainNames(sql))),
    )
  } finally {
    await Promise.all(opened.map((connection) => connection.close()))
  }
}

/** Each connection learns the catalogs anew, so that more of them than idle cores read slower. */
const worthwhile = (url: DatabaseUrl): number =>
  isLocal(url) ? Math.max(1, Math.min(3, Math.floor(availableParallelism() / 2))) : 3

/**
 * Reads what a database would hold after these statements, which run with its own settings: all in one transaction that
 * is rolled back.
 */
export async function readAfter<T>(
  url: DatabaseUrl,
  { runId }: { readonly runId: string },
  statements: readonly string[],
  work: (query: Query) => Promise<T>,
): Promise<T> {
  const connection = await connect(url, runId)
  try {
    await connection.send('begin')
    for (const statement of statements) await connection.send(statement)
    await connection.send(SETTINGS)
    return await work(async (sql) => (await connection.send(sql)).at(-1) ?? [])
  } finally {
    await connection.close()
  }
}

/** One connection that is kept between readings, with what was prepared on it: only for databases of our own. */
export interface KeptSession {
  readonly facts: SessionFacts
  /** Reads in one snapshot; sends one or several statements and gives the rows of each. */
  read<T>(work: (send: Connection['send']) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Opens one. Its statements are planned once, whatever they are given. */
export async function keepSession(
  url: DatabaseUrl,
  { runId }: { readonly runId: string },
): Promise<KeptSession> {
  const connection = await connect(url, runId)
  try {
    const facts = await factsOf(connection, url)
    await connection.send(
      `${SETTINGS.replaceAll('set local', 'set')}; set plan_cache_mode = force_generic_plan`,
    )
    return {
      facts,
      async read(work) {
        await connection.send(BEGIN)
        try {
          return await work((sql) => connection.send(sql))
        } finally {
          await connection.send('rollback').catch(() => {})
        }
      },
      close: () => connection.close(),
    }
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** One connection for writing, each call in a transaction of its own unless the SQL opens one. */
export async function withConnection<T>(
  url: DatabaseUrl,
  { runId }: { readonly runId: string },
  work: (query: Query, copyIn: CopyIn) => Promise<T>,
): Promise<T> {
  const connection = await connect(url, runId)
  try {
    return await work(
      async (sql) => (await connection.send(sql)).at(-1) ?? [],
      (sql, rows) => connection.copyIn(sql, rows),
    )
  } finally {
    await connection.close()
  }
}

/**
 * One connection, in one transaction that is rolled back, in which names are Postgres's own, whatever a database or a
 * role has in its search_path.
 */
export const inOwnNames = <T>(
  url: DatabaseUrl,
  options: { readonly runId: string },
  work: (query: Query) => Promise<T>,
): Promise<T> =>
  withConnection(url, options, async (query) => {
    await query(`begin; set local search_path = ''`)
    return work(query)
  })

/**
 * One statement in which names are Postgres's own likewise, in a transaction of its own, since a message of several
 * statements is one; for connections that also send what no transaction may hold.
 */
export const inPlainNames = (sql: string): string => `set local search_path = ''; ${sql}`

/** Major and version of a server, or a clear error when it can't be used. */
export async function serverFacts(url: DatabaseUrl, runId: string): Promise<SessionFacts> {
  const connection = await connect(url, runId)
  try {
    return await factsOf(connection, url)
  } finally {
    await connection.close()
  }
}

async function factsOf(connection: Connection, url: DatabaseUrl): Promise<SessionFacts> {
  const [rows] = await connection.send(
    `select pg_catalog.current_setting('server_version') as version,
            pg_catalog.current_setting('server_version_num')::pg_catalog.int4 as number`,
  )
  const [facts] = (rows ?? []) as { version: string; number: number }[]
  const { version = '', number = 0 } = facts ?? {}
  const major = Math.floor(number / 10_000)
  if (major >= OLDEST_MAJOR) return { major, version }
  throw new RebaselineError('server-too-old', {
    doing: `use the server at ${url.host}:${url.port}`,
    happened: `it is PostgreSQL ${version}, and ${OLDEST_MAJOR} is the oldest that works`,
  })
}

/**
 * True where no transaction has been given a number since the snapshot, and none that has one was under way: each that
 * writes to a catalog has one. Postgres keeps what age() counts from, from its first use in a transaction on.
 */
const NO_WRITER = `select pg_catalog.age(pg_catalog.xid(pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot()))) = 0 as none`

/** Gives the snapshot's name; undefined where the server can't export one. */
async function exportSnapshot(connection: Connection): Promise<string | undefined> {
  try {
    // Not behind a savepoint: a snapshot can't be exported from a subtransaction.
    const [rows] = await connection.send('select pg_catalog.pg_export_snapshot() as snapshot')
    return rows?.[0]?.['snapshot'] as string | undefined
  } catch {
    await connection.send(`rollback; ${BEGIN};${SETTINGS}`)
    return undefined
  }
}

const connectIfSpare = (url: DatabaseUrl, runId: string): Promise<Connection | undefined> =>
  connect(url, runId).catch((error: unknown) => {
    if (error instanceof RebaselineError && error.code === 'server-busy') return undefined
    throw error
  })

/** One more connection on the snapshot, unless the server has none to spare. */
async function joinSnapshot(
  url: DatabaseUrl,
  runId: string,
  snapshot: string,
): Promise<Connection | undefined> {
  const connection = await connectIfSpare(url, runId)
  if (!connection) return undefined
  try {
    await connection.send(`${BEGIN}; set transaction snapshot '${snapshot}';${SETTINGS}`)
    await endWithClient(connection)
    return connection
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** Lets the server end a long read when we are gone; not every system can. */
const endWithClient = (connection: Connection): Promise<unknown> =>
  attempt(connection, `set local client_connection_check_interval = '5s'`)

/** Sends what a server may refuse, without harm to the transaction. */
async function attempt(connection: Connection, sql: string): Promise<Row[] | undefined> {
  try {
    return await sendGuarded(connection, sql)
  } catch {
    return undefined
  }
}

/** A statement that fails leaves the transaction as it was. */
async function sendGuarded(connection: Connection, sql: string): Promise<Row[]> {
  try {
    const results = await connection.send(`savepoint q;${sql}\n;release savepoint q`)
    return results.at(-2) ?? []
  } catch (error) {
    await connection.send('rollback to savepoint q').catch(() => {})
    throw error
  }
}

const sent = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Hands each query to an idle connection. */
function dispatch(connections: readonly Connection[]): Query {
  const idle = [...connections]
  const waiting: ((connection: Connection) => void)[] = []
  const take = (): Promise<Connection> => {
    const free = idle.pop()
    return free ? Promise.resolve(free) : new Promise((resolve) => waiting.push(resolve))
  }
  const give = (connection: Connection): void => {
    const next = waiting.shift()
    if (next) next(connection)
    else idle.push(connection)
  }
  return async (sql) => {
    const connection = await take()
    try {
      return await sendGuarded(connection, sql)
    } finally {
      give(connection)
      // The next one is on its way before what this one gave is taken apart.
      await sent()
    }
  }
}
