import type { NamedExport } from './protocol.ts'

/** How a project's migrations are run, on whichever side they stand. */
export interface RunSettings {
  /** Per migration, and per file while loading; five minutes unless told. */
  readonly timeLimitMs?: number
  /** File of environment variables, absolute; what the environment holds already goes before it. */
  readonly envFile?: string
  /** What each `up` gets as its second argument. */
  readonly context?: NamedExport
}

/** Only these of whatever else is told. */
export const runSettingsIn = ({ timeLimitMs, envFile, context }: RunSettings): RunSettings => ({
  ...(timeLimitMs !== undefined && { timeLimitMs }),
  ...(envFile !== undefined && { envFile }),
  ...(context !== undefined && { context }),
})
