import type { DatabaseIntrospector, Dialect, Kysely, TableMetadata } from 'kysely'

/**
 * Before every single migration the migrator asks for all columns of all tables, only to see whether its own tables are
 * there: a hundred migrations later that is most of the time. While it asks, it is told of tables with those names only.
 */
export function withQuickLedgerLookUp(
  dialect: Dialect,
  names: readonly string[],
  isMigrationRunning: () => boolean,
): Dialect {
  const natural = dialect.createIntrospector.bind(dialect)
  dialect.createIntrospector = (db): DatabaseIntrospector => {
    const own = natural(db)
    const allTables = own.getTables.bind(own)
    const getTables: DatabaseIntrospector['getTables'] = (options) =>
      options?.withInternalKyselyTables === true && !isMigrationRunning()
        ? tablesNamed(db, names)
        : allTables(options)
    return Object.assign(own, { getTables })
  }
  return dialect
}

type Catalogs = Record<string, Record<string, string>>

async function tablesNamed(
  db: Kysely<Catalogs>,
  names: readonly string[],
): Promise<TableMetadata[]> {
  const rows = await db
    .selectFrom('pg_catalog.pg_class as c')
    .innerJoin('pg_catalog.pg_namespace as n', 'n.oid', 'c.relnamespace')
    .select(['n.nspname as schema', 'c.relname as name'])
    .where('c.relkind', 'in', ['r', 'v', 'p'])
    .where('n.nspname', '!~', '^pg_')
    .where('c.relname', 'in', names)
    .execute()
  return rows.map(({ schema = '', name = '' }) => ({ schema, name, isView: false, columns: [] }))
}
