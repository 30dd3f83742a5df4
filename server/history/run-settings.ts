/** How a project's migrations are run, on whichever side they stand. */
export interface RunSettings {
  /** Per migration, and per file while loading; five minutes unless told. */
  readonly timeLimitMs?: number
  /** File of environment variables, absolute; what the environment holds already goes before it. */
  readonly envFile?: string
}

/** Only these of whatever else is told. */
export const runSettingsIn = ({ timeLimitMs, envFile }: RunSettings): RunSettings => ({
  ...(timeLimitMs !== undefined && { timeLimitMs }),
  ...(envFile !== undefined && { envFile }),
})
