import { RebaselineError } from '../errors.ts'
import { QueryFailed } from '../query-failed.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { withConnection } from '../postgres/session.ts'
import { REFUSALS, type RefusalCode } from './do-block.ts'
import { RESULT_SETTING } from './stamp-sql.ts'

/** What came of a stamp or an unstamp. */
export type StampResult =
  | {
      readonly did: 'stamped'
      readonly replaced: number
      readonly backup: string
      /** What is there and no migration makes, outside the schemas of the project. */
      readonly ignored: readonly string[]
    }
  | { readonly did: 'unstamped' }
  | { readonly did: 'already' }
  | Refusal

/** Why nothing was changed, and what to do. */
export interface Refusal {
  readonly did: 'refused'
  readonly why: RefusalCode
  readonly happened: string
  readonly detail?: string
  readonly help: string
}

/** The same for people, a line each. */
export const refusalLines = ({ happened, detail, help }: Refusal): readonly string[] => [
  happened,
  ...(detail === undefined ? [] : detail.split('\n').map((each) => `  ${each}`)),
  help,
]

/** Sends the one statement of a stamp or an unstamp in a transaction of its own: all of it happens, or nothing. */
export async function runStamp(url: DatabaseUrl, block: string): Promise<StampResult> {
  return withConnection(url, { runId: newRunId() }, async (query) => {
    await query('begin isolation level read committed read write; set local statement_timeout = 0')
    try {
      await query(block)
    } catch (error) {
      const refused = refusalOf(error)
      if (refused) return refused
      throw error
    }
    const [row] = await query(
      `select pg_catalog.current_setting('${RESULT_SETTING}', true) as result`,
    )
    const result = JSON.parse(String(row?.['result'])) as StampResult
    try {
      await query('commit')
    } catch (error) {
      throw new RebaselineError('stamp-unanswered', {
        doing: `change the ledger of ${url.database} on ${url.host}:${url.port}`,
        happened: `the connection ended before the server said whether it did: ${(error as Error).message}`,
        cause: error,
      })
    }
    return result
  })
}

/** What the statement itself says; undefined for what Postgres says. */
function refusalOf(error: unknown): StampResult | undefined {
  if (!(error instanceof QueryFailed)) return undefined
  const why = CODES.get(error.sqlState)
  if (why === undefined) return undefined
  const { detail, hint, happened, sqlState } = error
  return {
    did: 'refused',
    why,
    happened: happened.split(` [${sqlState}]`)[0] ?? happened,
    ...(detail !== undefined && { detail }),
    help: hint ?? '',
  }
}

const CODES: ReadonlyMap<string, RefusalCode> = new Map(
  (Object.keys(REFUSALS) as RefusalCode[]).map((code) => [REFUSALS[code], code]),
)
