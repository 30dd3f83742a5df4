import { existsSync } from 'node:fs'
import { relative, resolve, dirname } from 'node:path'
import { usageError } from '../config.ts'
import {
  findConfiguration,
  type Configuration,
  type FoundConfiguration,
} from '../configuration/configuration.ts'
import { kyselyConfig, kyselyConfigOf } from '../configuration/kysely-config.ts'
import { envFileIn } from '../history/env-file.ts'
import { runKyselyConfig, unread } from '../history/run-kysely-config.ts'
import { lookAround } from '../configuration/look-around.ts'
import { RebaselineError } from '../errors.ts'
import type { Command } from './command.ts'
import { text, type OptionName, type Values } from './options.ts'

/** Where a call is made, and how it says what it took without being told. */
interface Place {
  readonly folder: string
  readonly variables: NodeJS.ProcessEnv
  readonly progress: (line: string) => void
  readonly signal: AbortSignal
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

/** Where a database has an environment variable for its URL, it is what the migrations are for, and not in their place. */
const sidesOf = ({ options }: Pick<Command, 'options'>): readonly OptionName[] =>
  options.includes('database-env') ? SIDES.filter((name) => name !== 'database') : SIDES

/** What the command line leaves open, as the project's configuration says it, or as the project itself shows. */
export async function withDefaults(command: Command, given: Values, place: Place): Promise<Values> {
  if (command.unconfigured) return given
  const found = findConfiguration(place.folder)
  const values = { ...(found && configured(command, given, found, place)), ...given }
  const isOpen = command.guesses && sidesOf(command).every((name) => values[name] === undefined)
  if (!isOpen || found?.values.migrations !== undefined) return values
  if (found?.values.provider !== undefined) throw needsFolder(command, found)
  return { ...(await guessed(command, values, place)), ...values }
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
  const paths = (written: Configuration['migrations']): string | readonly string[] | undefined => {
    if (typeof written !== 'object') return path(written)
    const all = written.flatMap((each) => path(each) ?? [])
    return all.length > 1 ? all : all[0]
  }
  const hasSide = sidesOf({ options }).some((name) => given[name] !== undefined)
  const isOther = (name: OptionName): boolean => name !== 'provider' && given[name] !== undefined
  const hasReplay = SIDES.slice(1).every((name) => given[name] === undefined)
  const hasServer =
    given.server !== undefined ||
    (given['old-server'] !== undefined && given['rebuilt-server'] !== undefined) ||
    Boolean(variables['REBASELINE_SERVER_URL'])
  // What was named is read on its own major.
  const hasMajor = positionals.length > 0 || SIDES.slice(1).some(isOther)
  const isBuilt =
    positionals.length === 0 &&
    options.includes('migrations') &&
    (['database', 'old', 'rebuilt'] as const).every((name) => given[name] === undefined)
  const said: Values = {
    ...(hasSide ? {} : { migrations: paths(values.migrations), provider: path(values.provider) }),
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
    ...(hasReplay
      ? {
          codegen: values.codegen,
          origins: values.origins,
          sections: values.sections,
          'squash-to': values.squashTo,
        }
      : {}),
  } as Values
  const own = new Set<string>(options)
  return Object.fromEntries(
    Object.entries(said).filter(([name, value]) => own.has(name) && value !== undefined),
  )
}

const needsFolder = ({ name }: Command, { file }: FoundConfiguration): RebaselineError =>
  usageError(
    `${file} names a provider, and ${name} works on the files of a folder`,
    'Where the migrations also are such files, name their folder with --migrations.',
  )

/** The only folder of migrations that the project shows; where there are several, a person has to say. */
async function guessed(
  command: Command,
  values: Values,
  { folder, progress, signal, asks }: Place,
): Promise<Values> {
  const { folders, computed } = await lookAround(folder)
  const isAsked = asks === 'in the page'
  const said =
    folders.length > 1 && isAsked
      ? undefined
      : await saidToKysely(command, values, { folder, progress, signal }).catch(
          (error: unknown) => {
            if (!isAsked || !(error instanceof RebaselineError)) throw error
            progress(error.message)
            return {}
          },
        )
  if (said) return said
  if (computed.length > 0 && !isAsked) throw computedElsewhere(computed)
  const [only, ...others] = computed.length > 0 ? [] : folders
  if (!only || (others.length > 0 && isAsked)) return {}
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

/** The refusal to guess where something says it that nobody runs. */
export const computedElsewhere = (files: readonly string[]): RebaselineError =>
  usageError(
    `no folder of migrations is named, and where it is would have to be computed by ${files.join(', ')}`,
    'Name it with --migrations, or what gives the migrations with --provider FILE#EXPORT.',
  )

/** What kysely-ctl is told of the migrations: run where it is not written out, and its dialect never opened. */
async function saidToKysely(
  { options }: Command,
  values: Values,
  { folder, progress, signal }: Pick<Place, 'folder' | 'progress' | 'signal'>,
): Promise<Values | undefined> {
  const written = kyselyConfig(folder)
  if (!written) return undefined
  if (written.other !== undefined) {
    throw unread(written.file, `${written.other} is there too, and kysely-ctl reads one of them`)
  }
  // As kysely-ctl reads it, before it loads the configuration.
  const beside = envFileIn([dirname(written.file), folder])
  const named = text(values, 'env-file')
  const envFile = named === undefined ? beside : resolve(folder, named)
  const run = { signal, envFile }
  const config =
    written.is === 'written-out'
      ? written
      : kyselyConfigOf(folder, written.file, await runKyselyConfig(folder, written.file, run))
  // It is there for something else, such as seeds.
  if (config.isSilent && !existsSync(resolve(folder, config.folder ?? ''))) return undefined
  const file = relative(folder, config.file)
  const own = new Set<string>(options)
  if (config.instead === 'migrator') throw unread(file, 'it makes a Migrator of its own')
  if (config.instead === 'provider' && !own.has('provider')) {
    throw unread(file, 'it names a provider, and this command needs a folder')
  }
  const variables = envFile === undefined ? undefined : relative(folder, envFile)
  // What gives the migrations loads the configuration again.
  const side =
    config.folder === undefined
      ? { provider: file, 'env-file': variables }
      : { migrations: relative(folder, resolve(folder, config.folder)) || '.' }
  const isLoaded = written.is !== 'written-out' || config.folder === undefined
  const by = isLoaded && variables !== undefined ? `${file}, with ${variables}` : file
  progress(`Taking ${side.migrations ?? 'the provider'} (${by}); --migrations names another folder`)
  const { tables } = config
  const ledger = {
    'migration-table': tables.migrationTable,
    'migration-lock-table': tables.migrationLockTable,
    'migration-table-schema': tables.migrationTableSchema,
  }
  return Object.fromEntries(
    Object.entries({ ...side, ...ledger }).filter(
      ([name, value]) => own.has(name) && value !== undefined,
    ),
  )
}
