import { lookInside } from '../postgres/shared-look.ts'
import { looksServerWide } from '../postgres/server-wide.ts'
import type { SharedRow } from '../postgres/shared-state.ts'
import { turnsOf } from '../postgres/transaction-turns.ts'

/** As much as we use of a connection of the project's own pg. */
export interface Client {
  query(...words: unknown[]): Promise<{ readonly rows: SharedRow[] }>
}

/** Whoever is asked answers when it may go on, or ends the process. */
interface CommitWatch {
  /** Gives a `SharedRow` for everything of the whole server. */
  readonly sql: string
  /** Sends questions of our own. */
  readonly ask: Client['query']
  committing(seen: readonly SharedRow[]): Promise<unknown>
  sending(statement: string): Promise<unknown>
}

/** A connection whose commits are asked about. */
export interface WatchedClient {
  /** Asks at once about the transaction that is open, if one is. */
  ask(): Promise<void>
}

/**
 * Asks before each commit, with what the transaction sees of the whole server, and before a statement outside of any
 * transaction that looks as if it changed more than its database: neither could be taken back.
 */
export function watchClient(
  client: Client,
  { sql, ask, committing, sending }: CommitWatch,
): WatchedClient {
  const query = client.query.bind(client)
  let state: 'alone' | 'in transaction' = 'alone'
  const look = async (): Promise<void> => {
    const seen = await lookInside(async (text) => (await ask(text)).rows, sql)
    if (seen === 'alone') state = 'alone'
    else if (seen !== 'failed') await committing(seen)
  }
  const watched = async (text: string, words: unknown[]): ReturnType<Client['query']> => {
    const turns = turnsOf(text)
    const commits = turns.includes('commit')
    if (commits) await look()
    if ((commits || state === 'alone') && looksServerWide(text)) await sending(text)
    const last = turns.at(-1)
    if (last === 'commit' || last === 'rollback') state = 'alone'
    const result = await query(...words)
    if (last === 'begin') state = 'in transaction'
    return result
  }
  client.query = (...words) => {
    const text = textOf(words[0])
    const waits = typeof words.at(-1) !== 'function'
    return text !== undefined && waits ? watched(text, words) : query(...words)
  }
  return { ask: async () => (state === 'in transaction' ? look() : undefined) }
}

/** The SQL of a call of `query`; undefined where that is a cursor, or the like. */
export function textOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement
  if (typeof statement !== 'object' || statement === null || 'submit' in statement) return undefined
  return 'text' in statement && typeof statement.text === 'string' ? statement.text : undefined
}
