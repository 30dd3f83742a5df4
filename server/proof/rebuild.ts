import { namedRoles, searchPath } from '../baseline/write.ts'
import { planStatements } from '../baseline/plan.ts'
import type { Ledger } from '../catalog/fragments.ts'
import { plainBuild } from '../history/replay.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { ensureRoles } from '../postgres/roles.ts'
import { createScratch, type ScratchDatabase } from '../postgres/scratch.ts'
import { withConnection } from '../postgres/session.ts'
import type { Model } from '../../shared/model.ts'
import type { SeedSelection } from '../../shared/rows.ts'
import { readSide, type Side } from './read-side.ts'
import type { Workspace } from './workspace.ts'

export interface RebuiltSide extends Side {
  readonly database: ScratchDatabase
  readonly milliseconds: number
}

/** Builds a database from a baseline folder alone, by plain Kysely, and reads it. */
export async function rebuild(
  workspace: Workspace,
  folder: string,
  options: {
    readonly ledger: Ledger
    readonly seed: SeedSelection
    readonly roles: readonly string[]
    readonly timeLimitMs?: number
    /** How people know the folder, where that isn't its path. */
    readonly title?: string
  },
): Promise<RebuiltSide> {
  const { runId, progress, signal, rebuilt: server } = workspace
  await ensureRoles(server, options.roles)
  const database = await createScratch(server, { runId, purpose: 'rebuilt' })
  progress(`Building a database from ${options.title ?? folder} alone`)
  const started = performance.now()
  await plainBuild({
    folder,
    runId,
    database: database.url,
    ledger: options.ledger,
    ...(options.timeLimitMs === undefined ? {} : { timeLimitMs: options.timeLimitMs }),
    ...(signal === undefined ? {} : { signal }),
  })
  const milliseconds = performance.now() - started
  const side = await readSide(database.url, {
    runId,
    ledger: options.ledger,
    seed: options.seed,
    unknownTables: 'skipped',
  })
  return { ...side, database, milliseconds }
}

/** The model of a new database on the rebuilt side's server: what need not be written. */
export async function readEmpty(
  { runId, rebuilt: server }: Workspace,
  ledger: Ledger,
): Promise<Model> {
  const database = await createScratch(server, { runId, purpose: 'empty' })
  try {
    return (await readSide(database.url, { runId, ledger, seed: 'none' })).model
  } finally {
    await database.drop()
  }
}

/** Writes a model to a new scratch database and reads it again: how Postgres prints it the second time. */
export async function printAgain(
  workspace: Workspace,
  model: Model,
  empty: Model,
  ledger: Ledger,
): Promise<Model> {
  const { runId, rebuilt: server } = workspace
  await ensureRoles(server, namedRoles(model))
  const database = await createScratch(server, { runId, purpose: 'printed' })
  try {
    await applyModel(database.url, runId, model, empty)
    return (await readSide(database.url, { runId, ledger, seed: 'none' })).model
  } finally {
    await database.drop()
  }
}

/** Runs a model's statements in one transaction, as the baseline does. */
export async function applyModel(
  url: DatabaseUrl,
  runId: string,
  model: Model,
  empty: Model,
): Promise<void> {
  const statements = planStatements(model, empty)
  await withConnection(url, { runId }, async (query) => {
    await query(
      `begin; set local check_function_bodies = off; set local search_path = ${searchPath(model)}`,
    )
    for (const { sql } of statements) await query(sql)
    await query('commit')
  })
}
