import type { Environment } from '../config.ts'
import type { Mask } from './masking.ts'
import type { Terminal } from './terminal.ts'
import type { OptionName, Values } from './options.ts'

/** 0 equal, acceptable or done; 1 different; 2 could not tell. */
export type ExitCode = 0 | 1 | 2

/** What a command is given besides its options. */
export interface CommandContext {
  readonly values: Values
  /** Of these, what stands on the command line itself. */
  readonly given: Values
  /** Where what nothing says is asked. */
  readonly asks: 'in the page' | 'nowhere'
  readonly positionals: readonly string[]
  readonly environment: Environment
  readonly json: boolean
  /** Aborted when the person wants it to end. */
  readonly signal: AbortSignal
  /** One line for people, on stderr. */
  readonly progress: (line: string) => void
  /** The same, several lines perhaps, to be read to the end. */
  readonly tell: (text: string) => void
  /** For what others said and is printed. */
  readonly mask: Mask
  /** Passes on the output of another program. */
  readonly relay: Terminal['relay']
  /** Text for stdout: a readable report, or the one JSON document. */
  readonly print: (text: string) => void
}

/** One command: what it takes, what it says of itself, and what it does. Its result is the exit code. */
export interface Command {
  readonly name: string
  /** The words it takes besides options, as the help names them; `[WORD…]`, as the last: any number of them. */
  readonly positionals: readonly string[]
  readonly about: string
  readonly example: string
  /** Why no test can run the example where the page of all commands shows it. */
  readonly notRun?: string
  readonly options: readonly OptionName[]
  /** How it describes options that mean something else in it than elsewhere. */
  readonly words?: Readonly<Partial<Record<OptionName, string>>>
  /** What stands for the value of an option in its help, where it is another thing here. */
  readonly values?: Readonly<Partial<Record<OptionName, string>>>
  readonly hidden?: true
  /** Takes nothing from the project's configuration. */
  readonly unconfigured?: true
  /** Takes the only folder of migrations that the project shows, where none is named. */
  readonly guesses?: true
  /** Asks in its page for what nothing says. */
  readonly asks?: true
  /** Whether an export that was interrupted is finished before it; so for every command unless told. */
  readonly recovers?: (values: Values) => boolean
  /** What its exit codes mean, where it compares nothing. */
  readonly exits?: string
  run(context: CommandContext): Promise<ExitCode>
}

/** Options that name the servers of scratch databases. */
export const SERVER_OPTIONS = [
  'server',
  'old-server',
  'rebuilt-server',
  'allow-remote-scratch',
  'postgres',
] as const satisfies readonly OptionName[]

/** Options that say how migrations are run. */
export const RUN_OPTIONS = [
  'time-limit',
  'env-file',
  'context',
] as const satisfies readonly OptionName[]

/** Options that say how Kysely's own tables are named. */
export const LEDGER_OPTIONS = [
  'migration-table',
  'migration-lock-table',
  'migration-table-schema',
] as const satisfies readonly OptionName[]

/** Options of every command that builds databases of people's own. */
export const SCRATCH_OPTIONS = [
  ...SERVER_OPTIONS,
  ...RUN_OPTIONS,
  ...LEDGER_OPTIONS,
] as const satisfies readonly OptionName[]

/** Options that say who signs, and in which project. */
export const REVIEW_OPTIONS = [
  'migrations',
  'provider',
  'name',
  'email',
] as const satisfies readonly OptionName[]

/** What an option says where a project is named by its folder. */
export const OF_PROJECT = "the project's folder of migrations"

/** What these options say where a project is named by what its migrations are. */
export const PROJECT_WORDS = {
  migrations: OF_PROJECT,
  provider: 'the module that exports its migrations, in place of a folder',
} as const

/** Exit codes of commands that only write down what a person states. */
export const REVIEW_EXITS = 'Exit codes: 0 written down, 2 refused or could not.'

/** Options that name the old side. */
export const OLD_OPTIONS = [
  'migrations',
  'provider',
  'database',
  'dump',
  'dump-database',
  'seed',
  'seed-except',
] as const satisfies readonly OptionName[]
