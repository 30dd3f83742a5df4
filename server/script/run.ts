import { RebaselineError } from '../errors.ts'
import { QueryFailed } from '../query-failed.ts'
import type { CopyIn, Query } from '../postgres/session.ts'
import { publisherHelp, ReachesPublisher, refuseReaching } from '../postgres/publisher.ts'
import { lookInside } from '../postgres/shared-look.ts'
import type { SharedRow, ServerWatch } from '../postgres/shared-state.ts'
import { looksServerWide } from '../postgres/server-wide.ts'
import type { ScriptPart } from '../postgres/statements.ts'
import { turnsOf } from '../postgres/transaction-turns.ts'
import type { DatabaseScript } from './sections.ts'

/** How a script's parts get to its database. */
export interface ScriptConnection {
  readonly query: Query
  readonly copyIn: CopyIn
}

/**
 * Runs a script as psql does: each statement in a transaction of its own, unless the script opens one. On a server of
 * somebody else nothing is committed that changes more than its database. What a dump says for other servers than this
 * one, or takes away before it makes it, is passed over where it can't be done, as psql goes on as well.
 */
export async function runScript(
  connection: ScriptConnection,
  script: string,
  { parts, isDump }: Pick<DatabaseScript, 'parts' | 'isDump'>,
  serverWatch: ServerWatch | undefined,
): Promise<void> {
  const { query } = connection
  const send = sender(connection, script)
  const run = serverWatch ? new WatchedRun(query, send, serverWatch) : new PlainRun(send)
  for (const [before, part] of parts.entries()) {
    if (ENCODING.test(part.text)) continue
    await refuseReaching(part.text, serverWatch === undefined, (sql) => holds(query, sql)).catch(
      (error: unknown) => {
        throw reaches(error, script, part)
      },
    )
    const mayFail = isDump && MAY_FAIL.some(({ statement }) => statement.test(part.text))
    await run.send(part, mayFail ? 'tried' : 'sent').catch((error: unknown) => {
      if (mayFail && isNoMatter(part.text, error)) return
      const isItsOwn = error instanceof QueryFailed && error.statement === part.text
      throw inScript(error, script, {
        offset: isItsOwn ? script.slice(0, part.start) : undefined,
        before: isItsOwn ? before : parts.length,
      })
    })
  }
  await run.end().catch((error: unknown) => {
    throw inScript(error, script, { offset: undefined, before: parts.length })
  })
  if (await isInTransaction(query)) throw leftOpen(script, parts)
}

type Send = (part: ScriptPart) => Promise<void>

const sender =
  ({ query, copyIn }: ScriptConnection, script: string): Send =>
  async ({ text, rows }) => {
    if (rows) await copyIn(text, script.slice(rows.start, rows.end))
    else await query(text)
  }

/** The text was read in its encoding; what is sent is always UTF-8. */
const ENCODING = /^set\s+client_encoding\b/i

/** What a dump may ask in vain, and the SQLSTATEs of that. */
const MAY_FAIL = [
  // A setting of another major.
  { statement: /^set\s/i, states: new Set(['42704', '22023']) },
  // With --clean, from a database that holds nothing yet.
  {
    statement: /^(?:drop\s|alter\s+table\b[^]*\bdrop\s)/i,
    states: new Set(['42P01', '42704', '42883', '3F000']),
  },
  // With --schema, where it is there from the beginning.
  { statement: /^create\s+schema\s+public$/i, states: new Set(['42P06']) },
]

const isNoMatter = (statement: string, error: unknown): boolean =>
  error instanceof QueryFailed &&
  MAY_FAIL.some((each) => each.statement.test(statement) && each.states.has(error.sqlState))

/** Whether a statement may fail without harm to what was open before it. */
type Manner = 'sent' | 'tried'

class PlainRun {
  readonly #send: Send

  constructor(send: Send) {
    this.#send = send
  }

  async send(part: ScriptPart, _manner: Manner): Promise<void> {
    await this.#send(part)
  }

  async end(): Promise<void> {}
}

/** What no transaction may hold, what ends one by itself, and what can't be used before its end. */
const ALONE =
  /^(?:vacuum|cluster|call|alter\s+system|reindex|(?:create|drop)\s+(?:database|tablespace|subscription))\b|^alter\s+type\b[^]*\badd\s+value\b|\bconcurrently\b|^do\b[^]*\b(?:commit|rollback)\b/i

/**
 * Statements outside of a transaction of the script's are done in one of ours: only an open one can be looked into, and
 * taken back.
 */
class WatchedRun {
  readonly #query: Query
  readonly #send: Send
  readonly #watch: ServerWatch
  #open: 'none' | 'ours' | 'its own' = 'none'

  constructor(query: Query, send: Send, watch: ServerWatch) {
    this.#query = query
    this.#send = send
    this.#watch = watch
  }

  async send(part: ScriptPart, manner: Manner): Promise<void> {
    const { text } = part
    const turns = turnsOf(text)
    const isLast = turns.length > 0 && turns[0] !== 'begin'
    if (this.#open === 'its own') {
      if (isLast) await this.#look()
      await this.#inside(part, manner)
      if (isLast) this.#open = turns.includes('begin') ? 'its own' : 'none'
    } else if (turns[0] === 'begin' || isLast) {
      await this.end()
      await this.#query(text)
      if (turns[0] === 'begin') this.#open = 'its own'
    } else if (ALONE.test(text)) {
      await this.end()
      if (looksServerWide(text)) throw serverWide([text], 'it was not run')
      await this.#query(text)
    } else {
      if (this.#open === 'none') await this.#query('begin')
      this.#open = 'ours'
      await this.#inside(part, manner)
    }
  }

  async #inside(part: ScriptPart, manner: Manner): Promise<void> {
    if (manner === 'sent') return this.#send(part)
    await this.#query('savepoint rebaseline_try')
    try {
      await this.#send(part)
    } catch (error) {
      await this.#query('rollback to savepoint rebaseline_try')
      throw error
    }
    await this.#query('release savepoint rebaseline_try')
  }

  /** Commits what is open of ours. */
  async end(): Promise<void> {
    if (this.#open !== 'ours') return
    await this.#look()
    await this.#query('commit')
    this.#open = 'none'
  }

  async #look(): Promise<void> {
    const seen = await lookInside(
      async (sql) => (await this.#query(sql)) as unknown as SharedRow[],
      this.#watch.sql,
    )
    if (seen === 'alone' || seen === 'failed') return
    const changed = await this.#watch.changedIn(seen)
    if (changed.length > 0)
      throw serverWide(changed, 'it was rolled back, and nothing of it is left')
  }
}

const serverWide = (changed: readonly string[], became: string): RebaselineError =>
  new RebaselineError('server-wide', {
    doing: 'run the script on a server that is not ours',
    happened: `it changes more than its database (${changed.join(', ')}); ${became}`,
  })

/** What would ask a publisher for something is not sent; where a transaction has failed, so does whatever is. */
const holds = async (query: Query, sql: string): Promise<boolean> => {
  const [row] = await query(sql).catch(() => [])
  return row?.['so'] === true
}

function reaches(error: unknown, script: string, { start }: ScriptPart): unknown {
  if (!(error instanceof ReachesPublisher)) return error
  const line = script.slice(0, start).split('\n').length
  const help = publisherHelp(error.message)
  return new RebaselineError('script-failed', {
    doing: 'run the script',
    happened: `line ${line}: ${error.message}`,
    ...(help === undefined ? {} : { help }),
  })
}

async function isInTransaction(query: Query): Promise<boolean> {
  try {
    await query('savepoint rebaseline_end')
    return true
  } catch (error) {
    // no_active_sql_transaction; an open one that failed is open too.
    if (error instanceof QueryFailed) return error.sqlState !== '25P01'
    throw error
  }
}

/** What psql would roll back without a word. */
function leftOpen(script: string, statements: readonly ScriptPart[]): RebaselineError {
  const begin = statements.findLast(({ text }) => turnsOf(text).includes('begin'))
  const line = script.slice(0, begin?.start ?? 0).split('\n').length
  return new RebaselineError('script-failed', {
    doing: 'run the script to its end',
    happened: `it ends in a transaction that is still open, begun in line ${line}: nothing of what follows that line would stay`,
    help: 'End the script with the commit that it lacks.',
  })
}

/** The same failure, told of the whole script. */
function inScript(
  error: unknown,
  script: string,
  { offset, before }: { readonly offset: string | undefined; readonly before: number },
): unknown {
  if (!(error instanceof QueryFailed)) return error
  const { doing, happened, cause, help, sqlState, detail, hint, place } = error
  const completed = before + place.completed
  const position =
    offset === undefined || place.position === undefined
      ? {}
      : { position: place.position + [...offset].length }
  return new QueryFailed({
    doing,
    happened,
    cause,
    help,
    sqlState,
    detail,
    hint,
    statement: script,
    place: { completed, ...position },
  })
}
