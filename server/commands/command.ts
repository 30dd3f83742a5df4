import type { OptionName, Values } from './options.ts'

/** What a command is given besides its options. */
export interface CommandContext {
  readonly values: Values
  readonly positionals: readonly string[]
  readonly json: boolean
  readonly signal: AbortSignal
  /** One line for people, on stderr. */
  readonly progress: (line: string) => void
  /** Text for stdout: a readable report, or the one JSON document. */
  readonly print: (text: string) => void
}

/** One command: what it takes, what it says of itself, and what it does. Its result is the exit code. */
export interface Command {
  readonly name: string
  readonly arguments?: string
  readonly about: string
  readonly example: string
  readonly options: readonly OptionName[]
  readonly hidden?: true
  run(context: CommandContext): Promise<0 | 1 | 2>
}

/** Options of every command that builds databases. */
export const SCRATCH_OPTIONS = [
  'server',
  'old-server',
  'rebuilt-server',
  'allow-remote-scratch',
  'postgres',
  'time-limit',
  'migration-table',
  'migration-lock-table',
  'migration-table-schema',
] as const satisfies readonly OptionName[]

export const OLD_OPTIONS = [
  'migrations',
  'database',
  'seed',
] as const satisfies readonly OptionName[]
