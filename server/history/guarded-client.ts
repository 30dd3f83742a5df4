import { looksServerWide } from '../postgres/server-wide.ts'
import type { SharedRow } from '../postgres/shared-state.ts'

/** As much as we use of a connection of the project's own pg. */
export interface Client {
  query(...words: unknown[]): Promise<{ readonly rows: SharedRow[] }>
}

/** Whoever is asked answers when it may go on, or ends the process. */
interface Guard {
  /** Gives a `SharedRow` for everything of the whole server. */
  readonly sql: string
  committing(seen: readonly SharedRow[]): Promise<unknown>
  sending(statement: string): Promise<unknown>
}

export interface Guarded {
  /** Asks at once about the transaction that is open, if one is. */
  ask(): Promise<void>
}

const BEGIN = /^\s*(?:begin|start\s+transaction)\b/i
const COMMIT = /^\s*(?:commit|end)\b(?!\s+prepared)/i
const ROLLBACK = /^\s*(?:rollback|abort)\b(?!\s+(?:(?:work|transaction)\s+)?to\b|\s+prepared)/i

/**
 * Asks before each commit, with what the transaction sees of the whole server, and before a statement outside of any
 * transaction that looks as if it changed more than its database: neither could be taken back.
 */
export function guardClient(client: Client, { sql, committing, sending }: Guard): Guarded {
  const query = client.query.bind(client)
  let state: 'alone' | 'in transaction' = 'alone'
  const look = async (): Promise<SharedRow[] | undefined> => {
    try {
      await query('savepoint rebaseline_look')
      const { rows } = await query(sql)
      await query('release savepoint rebaseline_look')
      return rows
    } catch {
      // One that has failed can't commit anything.
      await query('rollback to savepoint rebaseline_look').catch(() => {})
      return undefined
    }
  }
  const ask = async (): Promise<void> => {
    const seen = state === 'in transaction' ? await look() : undefined
    if (seen) await committing(seen)
  }
  const guarded = async (text: string, words: unknown[]): ReturnType<Client['query']> => {
    if (state === 'alone' && looksServerWide(text)) await sending(text)
    if (COMMIT.test(text)) await ask()
    if (COMMIT.test(text) || ROLLBACK.test(text)) state = 'alone'
    const result = await query(...words)
    if (BEGIN.test(text)) state = 'in transaction'
    return result
  }
  client.query = (...words) => {
    const text = textOf(words[0])
    const waits = typeof words.at(-1) !== 'function'
    return text !== undefined && waits ? guarded(text, words) : query(...words)
  }
  return { ask }
}

function textOf(statement: unknown): string | undefined {
  if (typeof statement === 'string') return statement
  if (typeof statement !== 'object' || statement === null || 'submit' in statement) return undefined
  return 'text' in statement && typeof statement.text === 'string' ? statement.text : undefined
}
