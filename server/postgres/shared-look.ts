import type { SharedRow } from './shared-state.ts'

/** Nothing that a migration has set hides anything, or gives it another text. */
const AS_IT_LOGGED_IN = `
  set local session authorization default;
  set local role none;
  set local search_path = '';
  set local TimeZone = 'UTC';
  set local DateStyle = 'ISO, YMD';
  set local statement_timeout = 0`

const NO_TRANSACTION = '25P01'

/**
 * What an open transaction sees of the whole server, whatever role it has taken; it stays as it was. A look that fails
 * throws. `failed`: the transaction has, and can't commit anything.
 */
export async function lookInside(
  query: (sql: string) => Promise<SharedRow[]>,
  sql: string,
): Promise<readonly SharedRow[] | 'alone' | 'failed'> {
  try {
    await query('savepoint rebaseline_look')
  } catch (error) {
    return sqlStateOf(error) === NO_TRANSACTION ? 'alone' : 'failed'
  }
  try {
    await query(AS_IT_LOGGED_IN)
    return await query(sql)
  } finally {
    await query('rollback to savepoint rebaseline_look; release savepoint rebaseline_look')
  }
}

/** Errors of the project's pg say `code` where ours say `sqlState`. */
const sqlStateOf = (error: unknown): unknown => {
  const { sqlState, code } = error as { sqlState?: unknown; code?: unknown }
  return sqlState ?? code
}
