import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { DEFAULT_LEDGER, type Ledger } from '../catalog/fragments.ts'
import { checkedUrl, chooseServers, usageError } from '../config.ts'
import { nearestAbove } from '../machine/nearest-above.ts'
import { readEnvFile } from '../history/env-file.ts'
import { findRunning } from '../history/several-folders.ts'
import { lineIn } from '../history/folder-line.ts'
import { exportIn } from '../history/named-export.ts'
import type { NamedExport } from '../history/protocol.ts'
import type { RunSettings } from '../history/run-settings.ts'
import { findProject, projectOfProvider, type Project } from '../project/project.ts'
import type { RebaselineError } from '../errors.ts'
import { chooseWorkspace } from '../proof/choose-workspace.ts'
import type { MigrationsSource, Source } from '../proof/source.ts'
import type { WorkspaceOptions } from '../proof/workspace.ts'
import { MAJORS } from '../../shared/majors.ts'
import { momentText } from '../../shared/moment-text.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import type { CommandContext } from './command.ts'
import { required, text, texts, wholeNumber, type OptionName, type Values } from './options.ts'
import { spoken } from './terminal.ts'

const DAY_SECONDS = 86_400

/** What a proof is told besides its sides. */
export interface ProofOptions extends RunSettings {
  readonly ledger: Ledger
  readonly seed: SeedSelection
}

/** The one old side that was named. */
export function oldSourceOf(values: Values): Source {
  const folders = texts(values, 'migrations')
  const provider = text(values, 'provider')
  const url = urlOf(values, 'database')
  const file = text(values, 'dump')
  const named: readonly Source[] = [
    ...(folders.length === 0 ? [] : [migrationsOf(folders, values)]),
    ...(provider === undefined ? [] : [providerOf(provider, values)]),
    ...(url === undefined ? [] : [{ from: 'database', url } as const]),
    ...(file === undefined ? [] : [scriptOf(file, values)]),
  ]
  const [source, ...others] = named
  if (!source || others.length > 0) {
    throw usageError(
      'exactly one of --migrations DIR, --provider FILE, --database URL and --dump FILE says what the old side is',
    )
  }
  if (text(values, 'dump-database') !== undefined && file === undefined) {
    throw usageError('--dump-database says which database of --dump FILE is meant')
  }
  if (text(values, 'squash-to') !== undefined && folders.length === 0) {
    throw squashedProvider()
  }
  return source
}

/** The migrations that were named, where nothing else can be an old side. */
export function replayedOf(values: Values): MigrationsSource {
  const provider = text(values, 'provider')
  if (provider === undefined) return migrationsOf(namedFolders(values), values)
  if (texts(values, 'migrations').length === 0) return providerOf(provider, values)
  throw usageError('--migrations DIR and --provider FILE both say where the migrations are')
}

/** The project whose migrations were named. */
export async function namedProject(values: Values): Promise<Project> {
  const { provider, squashTo } = replayedOf(values)
  if (!provider) return findProject(...homeAndMore(namedFolders(values)))
  if (squashTo !== undefined) throw squashedProvider()
  await lookAtProvider(provider)
  return projectOfProvider(provider)
}

/** The folders of migrations that were named, the home first; none is a usage error. */
export function namedFolders(values: Values): readonly string[] {
  const folders = texts(values, 'migrations')
  return folders.length > 0 ? folders : [required(values, 'migrations')]
}

/** The first of them, and the others. */
export const homeAndMore = ([home = '', ...more]: readonly string[]): [
  string,
  readonly string[],
] => [home, more]

const squashedProvider = (): RebaselineError =>
  usageError(
    '--squash-to names a migration of --migrations DIR',
    'What a provider gives has no files that could stay: leave --squash-to (squashTo) out.',
  )

/** Looks at a folder of migrations before anything is started; tells where it is not what it was. */
export async function lookAt(
  source: Source,
  { tell }: Pick<CommandContext, 'tell'>,
): Promise<Source> {
  if (source.from !== 'migrations') return source
  if (source.provider) {
    await lookAtProvider(source.provider)
    return source
  }
  const { readApplied } = await import('../export/applied.ts')
  const exported = await readApplied(findProject(source.folder, source.more))
  if (exported) {
    tell(
      `${source.folder} holds the baseline that was exported on ${momentText(exported.journal.startedAt)}: that is the old side now, not the archived migrations`,
    )
    // What stood in other folders is in their archives.
    const { more: _emptied, ...own } = source
    if (own.squashTo !== undefined) lineIn(await findRunning(own.folder), own.squashTo)
    return own
  }
  const found = await findRunning(source.folder, source.more)
  if (source.squashTo !== undefined) lineIn(found, source.squashTo)
  return source
}

/**
 * The same source up to the line that was chosen in the dashboard, unless the command line names one; by the name that
 * it has in the folder, where an export archived the one that was said.
 */
export async function upToKeptLine(
  source: Source,
  { given, tell }: Pick<CommandContext, 'given' | 'tell'>,
): Promise<Source> {
  if (source.from !== 'migrations' || source.provider) return source
  const project = findProject(source.folder, source.more)
  const { readKeptLine } = await import('../project/kept-line.ts')
  const kept = given['squash-to'] === undefined ? await readKeptLine(project) : null
  const { squashTo: said, ...whole } = source
  const meant = kept ? kept.last : said
  if (meant === null || meant === undefined) return whole
  if (kept)
    tell(`The baseline replaces the migrations up to ${meant}, as it was chosen in the dashboard`)
  const { lineNow } = await import('../team/exported-line.ts')
  const { squashTo, told } = await lineNow(project, meant)
  if (told !== null) tell(told)
  return { ...whole, squashTo }
}

async function lookAtProvider({ file }: NamedExport): Promise<void> {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile()) return
  throw usageError(
    `--provider names ${file}, which is ${found ? 'no file' : 'not there'}`,
    'Name the module that exports the migrations, as FILE or FILE#EXPORT.',
  )
}

/** A script for psql or a dump, and which database of it. */
export function scriptOf(file: string, values: Values): Source {
  const database = text(values, 'dump-database')
  return { from: 'script', file, ...(database !== undefined && { database }) }
}

/** Folders of migrations, the home first. */
export function migrationsOf(folders: readonly string[], values: Values): MigrationsSource {
  const [folder, more] = homeAndMore(folders)
  const settings = runSettingsOf(values)
  // What can't be read is told before anything is started.
  if (settings.envFile !== undefined) readEnvFile(settings.envFile)
  const squashTo = text(values, 'squash-to')
  const others = more.length > 0 && { more }
  return {
    from: 'migrations',
    folder,
    ...others,
    ...settings,
    ...(squashTo !== undefined && { squashTo }),
  }
}

/** What a module exports in place of a folder. */
export function providerOf(written: string, values: Values): MigrationsSource {
  const provider = exportIn(written)
  return { ...migrationsOf([dirname(provider.file)], values), provider }
}

/** A database URL that can be read, without a connection to it. */
export function urlOf(values: Values, name: OptionName): string | undefined {
  const url = text(values, name)
  return url === undefined ? undefined : checkedUrl(url, `--${name}`)
}

export const requiredUrl = (values: Values, name: OptionName): string =>
  checkedUrl(required(values, name), `--${name}`)

/** How one side is read and compared; of a live database no rows are read unless they are named. */
export const proofOptionsOf = (
  values: Values,
  sources: readonly { readonly from: string }[],
): ProofOptions => ({
  ledger: ledgerOf(values),
  seed: seedOf(values, sources.some(({ from }) => from === 'database') ? 'none' : 'all'),
  ...runSettingsOf(values),
})

/** Where scratch work happens; without a word about it, on the major of the databases and servers that were named. */
export async function workspaceOptionsOf(
  { values, environment, progress, tell, signal }: CommandContext,
  sources: readonly Source[],
): Promise<WorkspaceOptions> {
  const flags = {
    server: urlOf(values, 'server'),
    oldServer: urlOf(values, 'old-server'),
    rebuiltServer: urlOf(values, 'rebuilt-server'),
    major: wholeNumber(values, 'postgres', { from: MAJORS.oldest, to: MAJORS.newest }),
  }
  return {
    ...(await chooseWorkspace(chooseServers(flags, environment), sources)),
    onProgress: spoken({ progress, tell }),
    signal,
    remoteScratch: values['allow-remote-scratch'] === true ? 'allowed' : 'refused',
  }
}

/** The folder that a project's own commands are run in: that of its package.json. */
export function projectFolderOf(source: Source): string {
  const home =
    source.from === 'migrations' ? nearestAbove(resolve(source.folder), 'package.json') : undefined
  return home ?? process.cwd()
}

function seedOf(values: Values, otherwise: 'all' | 'none'): SeedSelection {
  const value = text(values, 'seed')
  const except = text(values, 'seed-except')
  if (except !== undefined) {
    if (value !== undefined && value !== 'all') {
      throw usageError('--seed-except takes tables out of all: beside it --seed can only be all')
    }
    const tables = namesIn(except)
    if (tables) return { allBut: [...new Set(tables)].sort() }
    throw usageError('--seed-except takes names of tables with a comma between them')
  }
  if (value === undefined) return otherwise
  if (value === 'all' || value === 'none') return value
  const tables = namesIn(value)
  if (tables) return tables
  throw usageError('--seed takes all, none, or names of tables with a comma between them')
}

/** Names with a comma between them; undefined where one is empty. */
function namesIn(list: string): string[] | undefined {
  const names = list.split(',').map((name) => name.trim())
  return names.every((name) => name !== '') ? names : undefined
}

/** How Kysely's own tables are named. */
export const ledgerOf = (values: Values): Ledger => ({
  table: text(values, 'migration-table') ?? DEFAULT_LEDGER.table,
  lockTable: text(values, 'migration-lock-table') ?? DEFAULT_LEDGER.lockTable,
  schema: text(values, 'migration-table-schema') ?? DEFAULT_LEDGER.schema,
})

/** As far as the project says it: Kysely looks elsewhere where it is not told. */
export function toldLedgerOf(values: Values): Partial<Ledger> {
  const table = text(values, 'migration-table')
  const lockTable = text(values, 'migration-lock-table')
  const schema = text(values, 'migration-table-schema')
  return {
    ...(table !== undefined && { table }),
    ...(lockTable !== undefined && { lockTable }),
    ...(schema !== undefined && { schema }),
  }
}

/** How migrations are run, as far as that was said. */
export function runSettingsOf(values: Values): RunSettings {
  const envFile = text(values, 'env-file')
  const context = text(values, 'context')
  return {
    ...timeLimitOf(values),
    ...(envFile !== undefined && { envFile: resolve(envFile) }),
    ...(context !== undefined && { context: exportIn(context) }),
  }
}

function timeLimitOf(values: Values): RunSettings {
  const seconds = wholeNumber(values, 'time-limit', { from: 1, to: DAY_SECONDS })
  return seconds === undefined ? {} : { timeLimitMs: seconds * 1000 }
}
