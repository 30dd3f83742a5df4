import { QueryFailed, RebaselineError } from '../errors.ts'
import type { Query } from '../postgres/session.ts'
import { lookInside } from '../postgres/shared-look.ts'
import type { SharedRow, ServerWatch } from '../postgres/shared-state.ts'
import { looksServerWide } from '../postgres/server-wide.ts'
import { statementsOf, type ScriptStatement } from '../postgres/statements.ts'
import { turnsOf } from '../postgres/transaction-turns.ts'

/**
 * Runs a script as psql does: each statement in a transaction of its own, unless the script opens one. On a server of
 * somebody else nothing is committed that changes more than its database.
 */
export async function runScript(
  query: Query,
  script: string,
  serverWatch: ServerWatch | undefined,
): Promise<void> {
  const statements = statementsOf(script)
  const run = serverWatch ? new WatchedRun(query, serverWatch) : new PlainRun(query)
  for (const [before, { text, start }] of statements.entries()) {
    await run.send(text).catch((error: unknown) => {
      const isItsOwn = error instanceof QueryFailed && error.statement === text
      throw inScript(error, script, {
        offset: isItsOwn ? script.slice(0, start) : undefined,
        before: isItsOwn ? before : statements.length,
      })
    })
  }
  await run.end().catch((error: unknown) => {
    throw inScript(error, script, { offset: undefined, before: statements.length })
  })
  if (await isInTransaction(query)) throw leftOpen(script, statements)
}

class PlainRun {
  readonly #query: Query

  constructor(query: Query) {
    this.#query = query
  }

  async send(statement: string): Promise<void> {
    await this.#query(statement)
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
  readonly #watch: ServerWatch
  #open: 'none' | 'ours' | 'its own' = 'none'

  constructor(query: Query, watch: ServerWatch) {
    this.#query = query
    this.#watch = watch
  }

  async send(statement: string): Promise<void> {
    const turns = turnsOf(statement)
    const isLast = turns.length > 0 && turns[0] !== 'begin'
    if (this.#open === 'its own') {
      if (isLast) await this.#look()
      await this.#query(statement)
      if (isLast) this.#open = turns.includes('begin') ? 'its own' : 'none'
    } else if (turns[0] === 'begin' || isLast) {
      await this.end()
      await this.#query(statement)
      if (turns[0] === 'begin') this.#open = 'its own'
    } else if (ALONE.test(statement)) {
      await this.end()
      if (looksServerWide(statement)) throw serverWide([statement], 'it was not run')
      await this.#query(statement)
    } else {
      if (this.#open === 'none') await this.#query('begin')
      this.#open = 'ours'
      await this.#query(statement)
    }
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
function leftOpen(script: string, statements: readonly ScriptStatement[]): RebaselineError {
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
