import { searchPath } from '../baseline/search-path.ts'
import { namedRoles } from '../baseline/write.ts'
import { planStatements } from '../baseline/plan.ts'
import type { Ledger } from '../catalog/fragments.ts'
import type { RebaselineError } from '../errors.ts'
import { isRefused, type QueryFailed } from '../query-failed.ts'
import type { Statement } from '../kinds/kind.ts'
import { literal } from '../kinds/sql.ts'
import { runSettingsIn, type RunSettings } from '../history/run-settings.ts'
import type { ChosenFiles, FilesOf } from '../history/chosen.ts'
import { findMigrations } from '../history/folder.ts'
import { plainBuild } from '../history/replay.ts'
import type { Server } from '../postgres/engine.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { dropRoles, ensureRoles, rolesOf } from '../postgres/roles.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { lookAtOwn, type ServerWatch } from '../postgres/shared-state.ts'
import { unlike } from '../postgres/unlike.ts'
import { withConnection } from '../postgres/session.ts'
import type { Model } from '../../shared/model.ts'
import { counted } from '../../shared/report.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { buildWithRoles, type BuildRoles } from './given-roles.ts'
import { madeIn, once } from './made.ts'
import { readSide, type Side } from './read-side.ts'
import type { Workspace } from './workspace.ts'

/** A database that was built from a baseline alone. */
export interface RebuiltSide extends Side {
  readonly database: ScratchDatabase
  readonly roles: BuildRoles
  readonly milliseconds: number
}

/** How it is built, and what of it is read. */
export interface RebuildOptions extends RunSettings {
  readonly ledger: Ledger
  readonly seed: SeedSelection
  readonly roles: {
    /** Roles that the old side names: the baseline may ask for them. */
    readonly named: readonly string[]
    /** Those that were there before the old side: they are before the rebuilt one as well. */
    readonly before: readonly string[]
  }
  /** Files that run after the baseline, where they stand. */
  readonly followedBy?: FilesOf
  /** How people know the folder, where that isn't its path. */
  readonly title?: string
}

/**
 * Builds a database from a baseline folder alone, by plain Kysely, and reads it: under the same conditions as the old
 * side, so that a role which that one had to make is only given to a baseline that can't be built without.
 */
export function rebuild(
  workspace: Workspace,
  folder: string,
  options: RebuildOptions,
): Promise<RebuiltSide> {
  const { named, before } = options.roles
  const learn = ({ code }: RebaselineError): readonly string[] =>
    code === 'migration-failed' ? named : []
  return buildWithRoles(workspace, 'rebuilt', before, learn, (server, given, serverWatch) =>
    rebuildOn({ server, given, serverWatch }, workspace, folder, options),
  )
}

interface BuildPlace {
  readonly server: Server
  readonly given: readonly string[]
  readonly serverWatch: ServerWatch | undefined
}

async function rebuildOn(
  { server, given, serverWatch }: BuildPlace,
  { runId, progress, signal }: Workspace,
  folder: string,
  options: RebuildOptions,
): Promise<RebuiltSide> {
  const { named, before } = options.roles
  const seen = await unlike(server, [...named, ...before])
  const rolesBefore = await rolesOf(server)
  const changed = await lookAtOwn(server)
  const scratch = await createScratch(seen.server, { runId, purpose: 'rebuilt' }).catch(
    async (error: unknown) => {
      await seen.end().catch(() => {})
      throw error
    },
  )
  const madeByIt = async (): Promise<string[]> =>
    (await rolesOf(server)).filter((role) => !rolesBefore.includes(role))
  const database = {
    ...scratch,
    drop: async (): Promise<void> => {
      await scratch.drop()
      await dropRoles(server, [...given, ...(await madeByIt())])
      await seen.end()
    },
  }
  const title = options.title ?? folder
  const { followedBy } = options
  progress(
    followedBy
      ? `Building a database from ${title} and ${counted(followedBy.files.length, 'later file')}`
      : `Building a database from ${title} alone`,
  )
  const started = performance.now()
  try {
    await plainBuild({
      ...(followedBy ? await behind(folder, followedBy) : { folder }),
      runId,
      database: database.url,
      server,
      ledger: options.ledger,
      serverWatch,
      ...runSettingsIn(options),
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    await database.drop().catch(() => {})
    throw error
  }
  const milliseconds = performance.now() - started
  const side = await readSide(database.url, {
    runId,
    ledger: options.ledger,
    seed: options.seed,
    unknownTables: 'skipped',
    dump: 'asked',
  })
  return {
    ...side,
    database,
    roles: { given, created: await madeByIt(), changed: await changed() },
    milliseconds,
  }
}

/** Later files run in their own folder, with the packages that they find there. */
async function behind(
  folder: string,
  { files, ...own }: FilesOf,
): Promise<Pick<FilesOf, 'folder' | 'more'> & { readonly chosen: ChosenFiles }> {
  const before = (await findMigrations(folder)).files.map(({ file }) => file)
  const chosen = { only: files, namedBy: 'the run', before: { folder, files: before } }
  return { ...own, chosen }
}

/** The model of a new database on the rebuilt side's server: what need not be written. */
export const readEmpty = (workspace: Workspace, ledger: Ledger): Promise<Model> =>
  once(madeIn(workspace, ledger).empty, workspace.rebuilt, async () => {
    const { runId, rebuilt: server } = workspace
    const database = await createScratch(server, { runId, purpose: 'empty' })
    try {
      return (await readSide(database.url, { runId, ledger, seed: 'none' })).model
    } finally {
      await database.drop()
    }
  })

/** How Postgres prints a model that was written once more. */
export interface PrintedAgain {
  readonly model: Model
  /** What Postgres would not take: it, and what needs it, is not in that model. */
  readonly refused: readonly QueryFailed[]
}

/**
 * How Postgres prints a model when it is written to a new database, and under other names where some are given. What is
 * refused there, for want of rows or since Postgres prints it wrong itself, is left out alone.
 */
export async function printAgain(
  workspace: Workspace,
  model: Model,
  empty: Model,
  ledger: Ledger,
  renames: readonly Statement[] = [],
): Promise<PrintedAgain> {
  try {
    const { model: again } =
      renames.length === 0
        ? await writeAgain(workspace, model, empty, ledger)
        : await readWritten(workspace, model, empty, ledger, { renames })
    return { model: again, refused: [] }
  } catch (error) {
    if (!isRefused(error)) throw error
  }
  const refused: QueryFailed[] = []
  const { model: again } = await readWritten(workspace, model, empty, ledger, { renames, refused })
  return { model: again, refused }
}

/** The side that comes of writing a model to a new scratch database; done once for each model. */
export const writeAgain = (
  workspace: Workspace,
  model: Model,
  empty: Model,
  ledger: Ledger,
): Promise<Side> =>
  once(madeIn(workspace, ledger).again, model, () =>
    readWritten(workspace, model, empty, ledger, {}),
  )

/** What Postgres won't rename keeps its name. */
async function readWritten(
  { runId, rebuilt: server }: Workspace,
  model: Model,
  empty: Model,
  ledger: Ledger,
  {
    renames = [],
    refused,
  }: { readonly renames?: readonly Statement[]; readonly refused?: QueryFailed[] },
): Promise<Side> {
  const given = await ensureRoles(server, namedRoles(model))
  const database = await createScratch(server, { runId, purpose: 'printed' })
  try {
    await applyModel(database.url, runId, model, empty, refused)
    if (renames.length > 0) {
      await withConnection(database.url, { runId }, async (query) => {
        for (const { sql } of renames) await query(sql).catch(unlessRefused)
      })
    }
    return await readSide(database.url, { runId, ledger, seed: 'none' })
  } finally {
    await database.drop()
    await dropRoles(server, given)
  }
}

/** Runs a model's statements in one transaction, as the baseline does; those that are refused go to a list, where there is one. */
export async function applyModel(
  url: DatabaseUrl,
  runId: string,
  model: Model,
  empty: Model,
  refused?: QueryFailed[],
): Promise<void> {
  const statements = planStatements(model, empty)
  await withConnection(url, { runId }, async (query) => {
    await query(
      `begin; set local check_function_bodies = off; select set_config('search_path', ${literal(searchPath(model))}, true)`,
    )
    for (const { sql } of statements) {
      if (refused) await query('savepoint statement')
      try {
        await query(sql)
      } catch (error) {
        if (!refused || !isRefused(error)) throw error
        refused.push(error)
        await query('rollback to savepoint statement')
      }
      if (refused) await query('release savepoint statement')
    }
    await query('commit')
  })
}

function unlessRefused(error: unknown): void {
  if (!isRefused(error)) throw error
}
