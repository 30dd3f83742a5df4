import type { NamedExport } from '../history/protocol.ts'
import { failureError } from '../history/failure.ts'
import { runSettingsIn } from '../history/run-settings.ts'
import { runMigrations } from '../history/runner.ts'
import { createScratch } from '../postgres/scratch.ts'
import type { MigrationsSource } from './source.ts'
import type { Workspace } from './workspace.ts'

/** Names of the migrations that a provider gives, in Kysely's order; it is loaded, and none of them is run. */
export async function providedNames(
  { old, runId, signal }: Workspace,
  source: MigrationsSource & { readonly provider: NamedExport },
): Promise<readonly string[]> {
  const { folder, provider } = source
  const database = await createScratch(old, { runId, purpose: 'list' })
  try {
    const run = await runMigrations({
      folder,
      provider,
      database: database.url,
      server: database.server,
      mode: 'list',
      runId,
      ...runSettingsIn(source),
      ...(signal && { signal }),
    })
    if (run.failure) throw failureError(run, run.failure)
    return run.migrations.map(({ name }) => name)
  } finally {
    await database.drop()
  }
}
