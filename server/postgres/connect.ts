import { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { RebaselineError, type ErrorCode } from '../errors.ts'
import { QueryFailed } from '../query-failed.ts'
import { shownName } from '../kinds/sql.ts'
import { parserOf } from './decode.ts'
import { scrub, type DatabaseUrl } from './redact.ts'
import { isTlsRefusal, tlsAttempts, type Tls } from './tls.ts'

/** A row by its column names, decoded. */
export type Row = Record<string, unknown>

/** Every connection of a run is named after it, so that its backends can be found and ended. */
export const applicationName = (runId: string): string => `rebaseline/${runId}`

/** Whether an application name is that of a run's own connections, or of those that its migrations open. */
export const ofRun = (column: string, runId: string): string =>
  `(${column} = '${applicationName(runId)}' or ${column} like '${applicationName(runId)}/%')`

/** One open connection, closed by whoever opened it. */
export interface Connection {
  /** Sends one or several statements and gives the rows of each, in order. */
  send(sql: string): Promise<Row[][]>
  /** Sends a `COPY … FROM stdin` and its rows, as Postgres writes them. */
  copyIn(sql: string, rows: string): Promise<void>
  /** Called once when the server closes it or the network fails. */
  onLost(action: () => void): void
  close(): Promise<void>
}

const CONNECT_MILLISECONDS = 30_000

/** Opens one connection; whatever goes wrong becomes one clear sentence without the password. */
export async function connect(url: DatabaseUrl, runId: string): Promise<Connection> {
  let failure: unknown
  try {
    for (const tls of tlsAttempts(url)) {
      try {
        return await open(url, runId, tls)
      } catch (error) {
        // Of the way that the server takes: the one before was refused for being another.
        failure = error
        if (!isTlsRefusal(error)) break
      }
    }
  } catch (error) {
    // A certificate file that can't be read.
    failure = error
  }
  throw connectFailure(url, failure)
}

async function open(url: DatabaseUrl, runId: string, ssl: Tls): Promise<Connection> {
  const password = url.revealPassword()
  const options = url.parameter('options')
  const client = new pg.Client({
    host: url.host,
    port: url.port,
    user: url.user,
    database: url.database,
    ...(password === undefined ? {} : { password }),
    ...(options === undefined ? {} : { options }),
    application_name: applicationName(runId),
    connectionTimeoutMillis: CONNECT_MILLISECONDS,
    keepAlive: true,
    // Told, so that pg need not find out what it runs on.
    stream: () => new Socket(),
    ssl,
    types: { getTypeParser: parserOf as typeof pg.types.getTypeParser },
  })
  let onLost = (): void => {}
  const lost = (): void => {
    onLost()
    onLost = () => {}
  }
  client.on('error', lost)
  client.on('end', lost)
  try {
    await client.connect()
  } catch (error) {
    void client.end().catch(() => {})
    throw error
  }
  return {
    send: (sql) => send(client, url, sql),
    copyIn: (sql, rows) => copyIn(client, url, sql, rows),
    onLost: (action) => (onLost = action),
    close: () => client.end().catch(() => {}),
  }
}

async function send(client: pg.Client, url: DatabaseUrl, sql: string): Promise<Row[][]> {
  let completed = 0
  const count = (): void => void (completed += 1)
  client.connection.on('commandComplete', count)
  try {
    const answer: unknown = await client.query(sql)
    const results = (Array.isArray(answer) ? answer : [answer]) as pg.QueryResult<Row>[]
    return results.map((result) => result.rows)
  } catch (error) {
    throw queryFailure(url, sql, completed, error)
  } finally {
    client.connection.off('commandComplete', count)
  }
}

const PIECE = 65_536

async function copyIn(
  client: pg.Client,
  url: DatabaseUrl,
  sql: string,
  rows: string,
): Promise<void> {
  const pieces = function* (): Generator<Buffer> {
    for (let at = 0; at < rows.length;) {
      // A character of two halves stays whole.
      const isHalf = (rows.charCodeAt(at + PIECE - 1) & 0xfc00) === 0xd800
      const end = at + PIECE + (isHalf ? 1 : 0)
      yield Buffer.from(rows.slice(at, end))
      at = end
    }
  }
  try {
    await pipeline(Readable.from(pieces()), client.query(copyFrom(sql)))
  } catch (error) {
    throw queryFailure(url, sql, 0, error)
  }
}

function queryFailure(
  url: DatabaseUrl,
  statement: string,
  completed: number,
  error: unknown,
): QueryFailed {
  const { message, code, hint, position, where, ...said } = error as Partial<pg.DatabaseError> &
    Error
  const sqlState = error instanceof pg.DatabaseError ? (code ?? '') : ''
  // Of rows, Postgres names the line there alone.
  const row = where?.startsWith('COPY ') ? where.split('\n')[0] : undefined
  const detail = [row, said.detail].filter(Boolean).join('; ') || undefined
  const extra = [detail, hint].filter(Boolean).map((text) => ` (${text})`)
  return new QueryFailed({
    doing: `run a statement on database ${shownName(url.database)}`,
    happened: scrub(`${message}${sqlState && ` [${sqlState}]`}${extra.join('')}`, [url]),
    sqlState,
    detail: detail && scrub(detail, [url]),
    hint: hint && scrub(hint, [url]),
    statement,
    place: { completed, ...(position === undefined ? {} : { position: Number(position) }) },
    about: {
      schema: said.schema,
      table: said.table,
      column: said.column,
      constraint: said.constraint,
      type: said.dataType,
    },
    ...helpOf(sqlState, message ?? ''),
  })
}

function helpOf(sqlState: string, message: string): { readonly help?: string } {
  const isLost = sqlState === '' && /terminated|closed|not queryable|ECONN|EPIPE/.test(message)
  const isRefused = /denied to create (?:database|role)/.test(message)
  const isFull = saysNoLocks(sqlState, message)
  const help = isLost ? STOPPED : isRefused ? MAY_CREATE : isFull ? LOCKS : HELP[sqlState]
  return help === undefined ? {} : { help }
}

/** Of memory that runs out, what holds the locks is named alone. */
export const saysNoLocks = (sqlState: string, message: string): boolean =>
  sqlState === '53200' && /shared memory/.test(message)

const MAY_CREATE =
  'Name a role with --server that may create databases (alter role … createdb), or leave --server (or REBASELINE_SERVER_URL) out: an embedded server is used then.'
const LOCKS =
  'One transaction holds a lock on each table, index, sequence and view until all are read or made, and the server has room for max_locks_per_transaction times max_connections: raise the first until that is more than select count(*) from pg_class says, for each database that is read at the same time, and restart the server.'
const STOPPED =
  'The server ended the connection: look at its log, and start again once it runs. What this run left there goes at the next run on that server.'

const HELP: Readonly<Record<string, string>> = {
  '42501':
    'Use a role that may read it (grant select on tables and sequences, or the role pg_read_all_data; past row security only with bypassrls), or leave the table out with --seed-except.',
  '57P01': STOPPED,
  '57P02': STOPPED,
  '57014':
    'It took longer than a limit allows (statement_timeout of the role, of the database or in PGOPTIONS; two minutes for reading): raise it, or leave large tables out with --seed-except.',
  '53100':
    'Free some disk space there, or, for the embedded server, point TMPDIR at a folder with room.',
}

const CONNECT_CODES: Readonly<Record<string, ErrorCode>> = {
  '28000': 'login-refused',
  '28P01': 'login-refused',
  '3D000': 'database-missing',
  '53300': 'server-busy',
  '57P03': 'server-busy',
}

const NO_TLS =
  'This server takes no encrypted connection: say sslmode=disable in the URL, or turn on ssl at the server.'
const NO_FILE = 'Correct the path after sslrootcert, sslcert or sslkey in the URL.'
const TLS_HELP: readonly (readonly [RegExp, string])[] = [
  [/does not support SSL/, NO_TLS],
  [
    /certificate/,
    'Name the certificate that vouches for that server after sslrootcert in the URL, or say sslmode=require to encrypt without checking it.',
  ],
]

function connectFailure(url: DatabaseUrl, error: unknown): RebaselineError {
  const { code, message, syscall } = error as NodeJS.ErrnoException
  const text = message || code || 'no answer'
  const known = CONNECT_CODES[code ?? '']
  const tlsHelp = known ? undefined : TLS_HELP.find(([said]) => said.test(text))?.[1]
  const help = syscall === 'open' ? NO_FILE : tlsHelp
  const noPassword = /SASL|SCRAM|password must be a string/.test(text)
  return new RebaselineError(noPassword ? 'login-refused' : (known ?? 'server-unreachable'), {
    doing: `connect to database ${shownName(url.database)} on ${url.host}:${url.port} as ${shownName(url.user)}`,
    happened: noPassword ? 'the server wants a password and the URL has none' : scrub(text, [url]),
    ...(help === undefined ? {} : { help }),
  })
}
