import { dirname, resolve } from 'node:path'
import { DEFAULT_LEDGER, type Ledger } from './catalog/fragments.ts'
import { checkedUrl, chooseServers, readEnvironment } from './config.ts'
import { chooseWorkspace } from './proof/choose-workspace.ts'
import { compareOnly, readSource } from './proof/compare-sources.ts'
import { RebaselineError } from './errors.ts'
import { exportIn } from './history/named-export.ts'
import { runSettingsIn, type RunSettings } from './history/run-settings.ts'
import { formOfSource, generate } from './proof/generate.ts'
import { openOldSide } from './proof/old-side.ts'
import type { MigrationsSource, Source as ProofSource } from './proof/source.ts'
import { inRun, inWorkspace, type WorkspaceOptions } from './proof/workspace.ts'
import type { Comparison } from '../shared/finding.ts'
import type { History } from '../shared/history.ts'
import type { Model } from '../shared/model.ts'

export { RebaselineError }
export type { Configuration } from './configuration/configuration.ts'
export type { Comparison, Finding, Verdict } from '../shared/finding.ts'
export type { History } from '../shared/history.ts'
export type { Address, CatalogObject, Model } from '../shared/model.ts'

/**
 * A database that is only read, a folder of Kysely migrations (or a list of several) that is replayed, an `.sql` file that is run as psql runs
 * it, what a module exports in place of such a folder (`FILE#EXPORT`, of a file alone its default export), or plain output of pg_dump or pg_dumpall that is loaded: of one that holds several databases, that one.
 */
export type Source =
  | { readonly database: string }
  | { readonly migrations: string | readonly string[] }
  | { readonly provider: string }
  | { readonly script: string; readonly dumpDatabase?: string }
  | { readonly dump: string; readonly dumpDatabase?: string }

/** What every call of the library may be told. */
export interface Options {
  /**
   * Whose rows are seed, `schema.table` each, or of all tables but some: `all` unless told, `none` where a side is a live
   * database.
   */
  readonly seed?: 'all' | 'none' | readonly string[] | { readonly allBut: readonly string[] }
  /** URL of a server for scratch databases; the embedded Postgres is started without one. */
  readonly server?: string
  /** Major of the embedded server, 14 to 18: that of the live databases unless told, else 18. */
  readonly postgres?: number
  /** How Kysely's own tables are named, where not as usual. */
  readonly ledger?: {
    readonly table?: string
    readonly lockTable?: string
    readonly schema?: string
  }
  /** The longest that one migration may take, in milliseconds. */
  readonly timeLimitMs?: number
  /** File of environment variables for the migrations; what the environment holds already goes before it. */
  readonly envFile?: string
  readonly signal?: AbortSignal
  /** Is told in words what is done now. */
  readonly onProgress?: (text: string) => void
}

/** The texts of both migrations, and how the database that they build compares with the old one. */
export interface WrittenBaseline {
  readonly baseline: string
  readonly seed: string
  /** Written files, as absolute paths; none without `out`. */
  readonly files: readonly string[]
  /** `different` here says that something could not be written: the findings name it. */
  readonly comparison: Comparison
}

/**
 * Reads every object of one database into a model.
 *
 * @throws {RebaselineError} with a code, what was being done, what happened and what helps
 */
export async function readModel(source: Source, options: Options = {}): Promise<Model> {
  const side = proofSource(source, options)
  const { model } = await inRun(await workspaceOf([side], options), (run) =>
    readSource(run, run.workspace, side, {
      ledger: ledgerOf(options),
      seed: options.seed ?? 'none',
    }),
  )
  return model
}

/**
 * Compares two sides wherever they are: attribute by attribute, and row by row where rows are seed.
 *
 * @throws {RebaselineError} where it could not tell: that is no verdict
 */
export async function compare(
  old: Source,
  rebuilt: Source,
  options: Options = {},
): Promise<Comparison> {
  const [left, right] = [proofSource(old, options), proofSource(rebuilt, options)]
  const workspace = await workspaceOf([left, right], options)
  return inRun(workspace, (run) =>
    compareOnly(run, left, right, {
      ledger: ledgerOf(options),
      seed: options.seed ?? seedOf([left, right]),
    }),
  )
}

/**
 * Writes the baseline and the seed of an old side as Kysely migrations and proves them: builds a database from the texts
 * alone and compares it with the old one.
 *
 * @param out folder for the files; without it they are only given back
 * @param squashTo the last migration that the baseline replaces, by its name or number: later ones stay, run after it, and
 *   the whole is proven as well
 * @throws {RebaselineError} where they could not be written or proven
 */
export async function writeBaseline(
  old: Source,
  options: Options & { readonly out?: string; readonly squashTo?: string } = {},
): Promise<WrittenBaseline> {
  const side = upTo(options.squashTo, proofSource(old, options))
  const out = options.out === undefined ? undefined : resolve(options.out)
  const ledger = ledgerOf(options)
  const seed = options.seed ?? seedOf([side])
  const { texts, files, comparison } = await inWorkspace(
    await workspaceOf([side], options),
    async (workspace) =>
      generate(workspace, await openOldSide(workspace, side, ledger, seed), {
        ledger,
        seed,
        form: await formOfSource(side),
        ...(out !== undefined && { out }),
      }),
  )
  return { ...texts, files: files.map(({ path }) => path), comparison }
}

/**
 * Replays a folder of migrations one at a time, and once more by plain migrateToLatest: what each of them did, sent and
 * printed, which values each build makes anew, and what else is to be known of the folder.
 *
 * @throws {RebaselineError} where a migration fails, or the folder builds two different databases
 */
export async function readHistory(
  source: { readonly migrations: string | readonly string[] } | { readonly provider: string },
  options: Options = {},
): Promise<History> {
  const side = {
    ...('provider' in source
      ? providerSource(source.provider, options)
      : folderSource(source.migrations, options)),
    effects: 'told',
    trials: 'made',
  } as const
  const { history } = await inWorkspace(await workspaceOf([side], options), (workspace) =>
    openOldSide(workspace, side, ledgerOf(options), options.seed ?? 'all'),
  )
  if (!history) throw new Error('what a replay did was asked for, and is not there')
  return history
}

const ledgerOf = ({ ledger }: Options): Ledger => ({ ...DEFAULT_LEDGER, ...ledger })

/** A live database's rows are people's data. */
const seedOf = (sides: readonly ProofSource[]): 'all' | 'none' =>
  sides.some(({ from }) => from === 'database') ? 'none' : 'all'

const settingsOf = ({ envFile, ...others }: Options): RunSettings =>
  runSettingsIn({ ...others, ...(envFile !== undefined && { envFile: resolve(envFile) }) })

function folderSource(folders: string | readonly string[], options: Options): MigrationsSource {
  const [folder, ...more] = typeof folders === 'string' ? [folders] : folders
  if (folder === undefined) {
    throw new RebaselineError('usage', {
      doing: 'find out what is to be read',
      happened: 'migrations is an empty list, and names no folder',
      help: 'Name the folders of migrations.',
    })
  }
  const others = more.length > 0 && { more: more.map((each) => resolve(each)) }
  return { from: 'migrations', folder: resolve(folder), ...others, ...settingsOf(options) }
}

function providerSource(written: string, options: Options): MigrationsSource {
  const provider = exportIn(written)
  return { ...folderSource(dirname(provider.file), options), provider }
}

function proofSource(source: Source, options: Options): ProofSource {
  const named = ['database', 'migrations', 'provider', 'script', 'dump'].filter(
    (from) => from in source,
  )
  if (named.length !== 1) {
    throw new RebaselineError('usage', {
      doing: 'find out what is to be read',
      happened:
        named.length === 0
          ? 'a source names neither database, migrations, provider, script nor dump'
          : `a source names ${named.join(' and ')}, and can be one of them only`,
    })
  }
  if ('database' in source)
    return { from: 'database', url: checkedUrl(source.database, 'database') }
  if ('provider' in source) return providerSource(source.provider, options)
  if ('migrations' in source) return folderSource(source.migrations, options)
  const { dumpDatabase: database } = source
  return {
    from: 'script',
    file: resolve('script' in source ? source.script : source.dump),
    ...(database !== undefined && { database }),
  }
}

function upTo(squashTo: string | undefined, side: ProofSource): ProofSource {
  if (squashTo === undefined) return side
  if (side.from === 'migrations') return { ...side, squashTo }
  throw new RebaselineError('usage', {
    doing: 'find the squash line',
    happened: `squashTo names a migration, and the old side is a ${side.from}`,
  })
}

async function workspaceOf(
  sides: readonly ProofSource[],
  { server, postgres: major, signal, onProgress }: Options,
): Promise<WorkspaceOptions> {
  const flags = {
    server: server === undefined ? undefined : checkedUrl(server, 'server'),
    oldServer: undefined,
    rebuiltServer: undefined,
    major,
  }
  return {
    ...(await chooseWorkspace(chooseServers(flags, readEnvironment()), sides)),
    ...(signal && { signal }),
    ...(onProgress && { onProgress: (text) => onProgress(text) }),
  }
}
