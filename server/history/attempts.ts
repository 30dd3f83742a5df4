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
  /** The first Kysely that can; every one unless told. */
  readonly since?: string
}

/** One migration at a time, each in its own transaction where that works. */
export const REPLAYS: readonly Attempt[] = [
  { mode: 'step', transactions: 'usual', doing: 'one migration at a time' },
  {
    mode: 'step',
    transactions: 'none',
    doing: 'one migration at a time, without transactions (disableTransactions)',
    since: '0.28',
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
    transactions: 'each',
    doing: "by migrateToLatest with a transaction for each (transactionMode: 'per-migration')",
    since: '0.30',
  },
  {
    mode: 'plain',
    transactions: 'none',
    doing: 'by migrateToLatest without transactions (disableTransactions)',
    since: '0.28',
  },
  { mode: 'step', transactions: 'usual', doing: 'by one migrateUp after the other' },
]

interface AttemptsOptions<D> extends Omit<RunOptions, 'mode' | 'transactions' | 'database'> {
  /** A new one for each attempt; that of a failed one is dropped. */
  readonly newDatabase: () => Promise<D>
  readonly progress: (line: string) => void
  /** Called when no way is left, as long as the database of the last one is there; what it throws is not told. */
  readonly onFailed?: () => Promise<void>
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
  const { newDatabase, progress, onFailed, ...run } = options
  const refusals: string[] = []
  let left = attempts
  for (;;) {
    const [attempt, ...others] = left
    if (!attempt) throw new Error('no way to run a folder was given')
    const { mode, transactions, doing } = attempt
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
    left = others.filter(({ since }) => isSince(done.kyselyVersion, since))
    const [next] = left
    const refused = refusedInTransaction(done.failure)
    if (!next || refused === undefined) {
      if (done.failure.reason !== 'cancelled') await onFailed?.().catch(() => {})
      await database.drop()
      throw failureError(done, done.failure)
    }
    await database.drop()
    refusals.push(refused)
    progress(`Its transaction refuses that (${refused}): running it again ${next.doing}`)
  }
}

/** Of a version that can't be told, no way is left out that any has. */
function isSince(version: string, since: string | undefined): boolean {
  const [[major = 0, minor = 0], [firstMajor = 0, firstMinor = 0]] = [version, since ?? '0'].map(
    (text) => text.split('.').map(Number),
  ) as [number[], number[]]
  return !(major < firstMajor || (major === firstMajor && minor < firstMinor))
}

const spanOf = (mode: RunMode, transactions: Transactions): RunWay['transactions'] => {
  if (transactions === 'none') return 'none'
  return mode === 'step' || transactions === 'each' ? 'per-migration' : 'per-run'
}

/** active_sql_transaction, unsafe_new_enum_value_usage */
const REFUSED = new Set(['25001', '55P04'])

/** Kysely 0.30 refuses a migration that says `config: { transaction: … }` where all or none are in one. */
const ASKS_ITSELF = /has a `transaction` configuration but/

const refusedInTransaction = (failure: RunFailure): string | undefined =>
  failure.reason === 'threw' &&
  (REFUSED.has(failure.error.code ?? '') || ASKS_ITSELF.test(failure.error.message))
    ? failure.error.message
    : undefined
