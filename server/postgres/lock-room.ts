import { shownName } from '../kinds/sql.ts'
import { QueryFailed } from '../query-failed.ts'
import { saysNoLocks, type Row } from './connect.ts'

/** Everything of people's that a transaction may lock, and how the room for locks is made up. */
const COUNT = `
  select (select pg_catalog.count(*) from pg_catalog.pg_class c
      where c.oid >= 16384 and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f', 'i', 'I'))::int as held,
    pg_catalog.current_setting('max_locks_per_transaction')::int as setting,
    pg_catalog.current_setting('max_connections')::int + pg_catalog.current_setting('max_prepared_transactions')::int as sessions`

/** Both databases of a comparison may stand on one server. */
const SIDES = 2

/** An error that says how many locks a database can take, and what to raise; any other error as it is. */
export async function withLockCount(
  thrown: unknown,
  database: string,
  send: (sql: string) => Promise<Row[]>,
): Promise<unknown> {
  if (!isOutOfLocks(thrown)) return thrown
  const [row] = await send(COUNT).catch(() => [])
  if (!row) return thrown
  const [held, setting, sessions] = [
    Number(row['held']),
    Number(row['setting']),
    Number(row['sessions']),
  ]
  const enough = Math.max(Math.ceil((held * SIDES) / sessions), setting + 1)
  const { doing, happened, sqlState, detail, hint, statement, place, about } = thrown
  return new QueryFailed({
    doing,
    happened,
    sqlState,
    detail,
    hint,
    statement,
    place,
    about,
    help: `${shownName(database)} holds ${held} tables, indexes, sequences and views, which one transaction may lock all at once, and that server has room for ${setting * sessions} locks in all: raise max_locks_per_transaction from ${setting} to ${enough} or more, and restart it.`,
  })
}

const isOutOfLocks = (error: unknown): error is QueryFailed =>
  error instanceof QueryFailed && saysNoLocks(error.sqlState, error.happened)
