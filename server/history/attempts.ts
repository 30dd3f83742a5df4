import type { RunWay } from '../../shared/history.ts'
import type { ScratchDatabase } from '../postgres/scratch.ts'
import { failureError } from './failure.ts'
import type { RunMode, Transactions } from './protocol.ts'
import type { MigrationRun, RunFailure, RunOptions } from './run.ts'
import { runMigrations } from './runner.ts'

/** One way to run a folder. */
export interface Attempt {
  readonly mode: RunMode
  readonly transactions: Transactions
  /** What is done, for people. */
  readonly doing: string
}

/** One migration at a time, each in its own transaction where that works. */
export const REPLAYS: readonly Attempt[] = [
  { mode: 'step', transactions: 'usual', doing: 'one migration at a time' },
  {
    mode: 'step',
    transactions: 'none',
    doing: 'one migration at a time, without transactions (disableTransactions)',
  },
]

/**
 * The project's own plain way. Which transactions it asks for can't be seen from its folder, but some folders only work
 * one way: a label added to an enum can't be used in the same transaction, an index not be built concurrently in any.
 */
export const BUILDS: readonly Attempt[] = [
  { mode: 'plain', transactions: 'usual', doing: 'by plain migrateToLatest' },
  {
    mode: 'plain',
    transactions: 'none',
    doing: 'by migrateToLatest without transactions (disableTransactions)',
  },
  { mode: 'step', transactions: 'usual', doing: 'by one migrateUp after the other' },
]

interface AttemptsOptions<D> extends Omit<RunOptions, 'mode' | 'transactions' | 'database'> {
  /** A new one for each attempt; that of a failed one is dropped. */
  readonly newDatabase: () => Promise<D>
  readonly progress: (line: string) => void
}

interface Attempted<D> {
  readonly run: MigrationRun
  readonly database: D
  readonly way: RunWay
}

/** Runs a folder in the first of these ways that its statements allow; throws what else stops it. */
export async function runFirstThatWorks<
  D extends Pick<ScratchDatabase, 'url' | 'drop'> & Partial<Pick<ScratchDatabase, 'server'>>,
>(attempts: readonly Attempt[], options: AttemptsOptions<D>): Promise<Attempted<D>> {
  const { newDatabase, progress, ...run } = options
  const refusals: string[] = []
  for (const [place, { mode, transactions, doing }] of attempts.entries()) {
    const database = await newDatabase()
    const done = await runMigrations({
      ...run,
      mode,
      transactions,
      database: database.url,
      server: database.server,
    })
    if (!done.failure) {
      const way = { transactions: spanOf(mode, transactions), doing, refused: refusals }
      return { run: done, database, way }
    }
    await database.drop()
    const next = attempts[place + 1]
    const refused = refusedInTransaction(done.failure)
    if (!next || refused === undefined) throw failureError(done, done.failure)
    refusals.push(refused)
    progress(`Its transaction refuses that (${refused}): running it again ${next.doing}`)
  }
  throw new Error('no way to run a folder was given')
}

const spanOf = (mode: RunMode, transactions: Transactions): RunWay['transactions'] => {
  if (transactions === 'none') return 'none'
  return mode === 'step' ? 'per-migration' : 'per-run'
}

/** active_sql_transaction, unsafe_new_enum_value_usage */
const REFUSED = new Set(['25001', '55P04'])

const refusedInTransaction = (failure: RunFailure): string | undefined =>
  failure.reason === 'threw' && REFUSED.has(failure.error.code ?? '')
    ? failure.error.message
    : undefined
