import type { ExpectedSchema } from '../../shared/stamp.ts'
import type { LedgerRow } from '../deployments/ledger-state.ts'
import { ident, literal } from '../kinds/sql.ts'
import type { Server } from '../postgres/engine.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { newRunId } from '../postgres/run-id.ts'
import { withConnection, type Query } from '../postgres/session.ts'
import { testDatabase } from './postgres.ts'
import { TEST_MAJORS } from './servers.ts'

/** A database that is deployed: how it is asked, and all that it holds. */
export interface Deployment {
  readonly url: DatabaseUrl
  readonly query: Query
  /** Every relation with its rows, comment and columns: equal before and after wherever nothing was changed. */
  all(): Promise<unknown>
  rows(): Promise<readonly LedgerRow[]>
}

export interface LedgerOf {
  readonly table: string
  readonly schema: string
}

/** Nothing but what every database has, and no schema is the project's: whatever else is there is ignored. */
export const noSchema = (...laterRun: readonly string[]): ExpectedSchema => ({
  laterRun: [...laterRun],
  variants: TEST_MAJORS.map((major) => ({
    major,
    schemas: [],
    objects: ['extension plpgsql', 'schema public'].map((address) => ({ address, hashes: [] })),
  })),
})

/** Rows that ran a minute after each other, some days ago. */
export const rowsOf = (names: readonly string[]): LedgerRow[] =>
  names.map((name, at) => ({
    name,
    timestamp: new Date(Date.UTC(2024, 4, 1, 12, at)).toISOString(),
  }))

/** A database with this SQL run in it and a ledger that says these rows; without one for null. */
export async function deployment(
  server: Server,
  rows: readonly LedgerRow[] | null,
  sql = '',
  { table, schema }: LedgerOf = { table: 'kysely_migration', schema: 'public' },
): Promise<Deployment> {
  const { url } = await testDatabase(server)
  const query: Query = (text) => withConnection(url, { runId: newRunId() }, (send) => send(text))
  const name = `${ident(schema)}.${ident(table)}`
  if (sql !== '') await query(sql)
  if (rows !== null) {
    await query(`create schema if not exists ${ident(schema)};
      create table ${name} (name varchar(255) not null primary key, "timestamp" varchar(255) not null)`)
  }
  const values = (rows ?? []).map(
    (row) => `(${literal(row.name ?? '')}, ${literal(row.timestamp ?? '')})`,
  )
  if (values.length > 0) await query(`insert into ${name} values ${values.join(', ')}`)
  return {
    url,
    query,
    rows: async () =>
      (await query(
        `select name, "timestamp" from ${name} order by "timestamp", name collate "C"`,
      )) as unknown as LedgerRow[],
    all: async () => {
      const relations = await query(
        `select c.oid::text, c.oid::regclass::text as name, c.relkind::text, c.relacl::text, obj_description(c.oid, 'pg_class') as comment,
           (select json_agg(json_build_array(a.attname, a.attnum, a.atttypid::regtype)) from pg_attribute a where a.attrelid = c.oid) as columns
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
      )
      const tables = relations.filter(({ relkind }) => relkind === 'r')
      const held: unknown[] = []
      for (const each of tables) {
        held.push(await query(`select t.*, t.xmin::text from ${String(each['name'])} t`))
      }
      return { relations, held }
    },
  }
}
