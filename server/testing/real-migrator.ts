import { PostgresDialect, type Kysely as Db } from 'kysely'
import pg from 'pg'
import { DEFAULT_LEDGER, type Ledger } from '../catalog/fragments.ts'
import type { Deployment } from './deployment.ts'

/** The classes of one Kysely. */
interface Version {
  readonly Kysely: new (options: { dialect: PostgresDialect }) => Db<unknown>
  readonly Migrator: new (options: {
    db: Db<unknown>
    provider: { getMigrations(): Promise<Record<string, unknown>> }
    migrationTableName?: string
    migrationTableSchema?: string
  }) => { migrateToLatest(): Promise<{ error?: unknown; results?: { migrationName: string }[] }> }
}

/** A Kysely by the name that it is installed under. */
export const versionOf = async (name: string): Promise<Version> => {
  const core = (await import(name)) as Version
  const own = name === 'kysely029' || name === 'kysely030'
  return own ? { ...core, ...((await import(`${name}/migration`)) as Version) } : core
}

/** What the real migrator of that version does with files of these names: the names that it ran, or why it refused. */
export async function migrated(
  version: Version,
  { url }: Pick<Deployment, 'url'>,
  names: readonly string[],
  ledger: Partial<Ledger> = DEFAULT_LEDGER,
): Promise<readonly string[] | string> {
  const pool = new pg.Pool({ connectionString: url.reveal() })
  const db = new version.Kysely({ dialect: new PostgresDialect({ pool }) })
  const provider = {
    getMigrations: async () =>
      Object.fromEntries(names.map((name) => [name, { up: async () => {} }])),
  }
  try {
    const migrator = new version.Migrator({
      db,
      provider,
      ...(ledger.table !== undefined && { migrationTableName: ledger.table }),
      ...(ledger.schema !== undefined && { migrationTableSchema: ledger.schema }),
    })
    const { error, results } = await migrator.migrateToLatest()
    if (error !== undefined) return String((error as Error).message)
    return (results ?? []).map(({ migrationName }) => migrationName)
  } finally {
    await db.destroy()
  }
}
