import { relative, resolve, dirname } from 'node:path'
import { usageError } from '../config.ts'
import { findConfiguration, type FoundConfiguration } from '../configuration/configuration.ts'
import { lookAround } from '../configuration/look-around.ts'
import type { Command } from './command.ts'
import type { OptionName, Values } from './options.ts'

/** Where a call is made, and how it says what it took without being told. */
interface Place {
  readonly folder: string
  readonly variables: NodeJS.ProcessEnv
  readonly progress: (line: string) => void
  /** Where what nothing says is asked: in the page that the command opens, or nowhere. */
  readonly asks: 'in the page' | 'nowhere'
}

/** Options that name an old side, or take the place of one. */
const SIDES: readonly OptionName[] = [
  'migrations',
  'provider',
  'database',
  'dump',
  'old',
  'rebuilt',
]

/** What the command line leaves open, as the project's configuration says it, or as the project itself shows. */
export async function withDefaults(command: Command, given: Values, place: Place): Promise<Values> {
  if (command.unconfigured) return given
  const found = findConfiguration(place.folder)
  const values = { ...(found && configured(command, given, found, place)), ...given }
  const isOpen = command.guesses && SIDES.every((name) => values[name] === undefined)
  return isOpen && found?.values.migrations === undefined
    ? { ...(await guessed(place)), ...values }
    : values
}

/** What a configuration says of what a command line leaves open. */
export function configured(
  { options, positionals }: Pick<Command, 'options' | 'positionals'>,
  given: Values,
  { file, values }: FoundConfiguration,
  { folder, variables }: Pick<Place, 'folder' | 'variables'>,
): Values {
  const path = (written: string | undefined): string | undefined =>
    written === undefined ? undefined : relative(folder, resolve(dirname(file), written)) || '.'
  const hasSide = SIDES.some((name) => given[name] !== undefined)
  const hasReplay = SIDES.slice(1).every((name) => given[name] === undefined)
  const hasServer =
    given.server !== undefined ||
    (given['old-server'] !== undefined && given['rebuilt-server'] !== undefined) ||
    Boolean(variables['REBASELINE_SERVER_URL'])
  // What was named is read on its own major.
  const hasMajor =
    positionals.length > 0 || SIDES.slice(1).some((name) => given[name] !== undefined)
  const isBuilt =
    positionals.length === 0 &&
    options.includes('migrations') &&
    (['database', 'old', 'rebuilt'] as const).every((name) => given[name] === undefined)
  const said: Values = {
    ...(hasSide ? {} : { migrations: path(values.migrations) }),
    ...(hasServer || hasMajor ? {} : { postgres: values.postgres?.toString() }),
    ...(given.database === undefined ? { 'database-env': values.databaseEnv } : {}),
    // What the last export wrote into them is taken back with the rest.
    ...(given.undo === true || values.notes === undefined
      ? {}
      : { notes: resolve(dirname(file), values.notes) }),
    'migration-table': values.migrationTable,
    'migration-lock-table': values.migrationLockTable,
    'migration-table-schema': values.migrationTableSchema,
    'time-limit': values.timeLimit?.toString(),
    'env-file': path(values.envFile),
    context: path(values.context),
    // Of a live database rows are only read where the call itself says so.
    ...(given.seed === undefined && isBuilt ? { 'seed-except': values.seedExcept } : {}),
    ...(hasReplay ? { codegen: values.codegen, 'squash-to': values.squashTo } : {}),
  } as Values
  const own = new Set<string>(options)
  return Object.fromEntries(
    Object.entries(said).filter(([name, value]) => own.has(name) && value !== undefined),
  )
}

/** The only folder of migrations that the project shows; where there are several, a person has to say. */
async function guessed({ folder, progress, asks }: Place): Promise<Values> {
  const { folders } = await lookAround(folder)
  const [only, ...others] = folders
  if (!only || (others.length > 0 && asks === 'in the page')) return {}
  if (others.length > 0) {
    throw usageError(
      `no folder of migrations is named, and there are several: ${folders.map(({ path }) => path).join(', ')}`,
      'Name one with --migrations, or write it down once with rebaseline init.',
    )
  }
  progress(
    `Taking ${only.path} (${only.seenIn}); --migrations names another, rebaseline init writes it down`,
  )
  return { migrations: only.path }
}
