import { failureError } from './failure.ts'
import type { MigrationRun, RunOptions } from './run.ts'
import { runMigrations } from './runner.ts'

/** Runs a folder one migration at a time; whatever stops it is thrown as a `RebaselineError`. */
export function replay(options: Omit<RunOptions, 'mode'>): Promise<MigrationRun> {
  return completed({ ...options, mode: 'step' })
}

/** Builds a database the project's own plain way, by one `migrateToLatest()`; throws like `replay`. */
export function plainBuild(options: Omit<RunOptions, 'mode' | 'afterStep'>): Promise<MigrationRun> {
  return completed({ ...options, mode: 'plain' })
}

async function completed(options: RunOptions): Promise<MigrationRun> {
  const run = await runMigrations(options)
  if (run.failure) throw failureError(run, run.failure)
  return run
}
