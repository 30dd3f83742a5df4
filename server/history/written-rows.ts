import type { Ledger } from '../catalog/fragments.ts'
import { ident, literal } from '../kinds/sql.ts'
import type { DatabaseUrl } from '../postgres/redact.ts'
import { inOwnNames, type Query } from '../postgres/session.ts'
import type { RowEffect } from '../../shared/history.ts'
import { keyOf } from '../../shared/model.ts'

/** How many rows each table holds, and the first transaction that had not begun then. */
export interface HeldRows {
  readonly next: string
  readonly tables: ReadonlyMap<string, { readonly names: readonly string[]; readonly rows: number }>
}

/** Counts the rows of all tables that may hold any, and those of them that were written since a look before. */
export const countRows = (
  database: DatabaseUrl,
  { runId, ledger }: { readonly runId: string; readonly ledger: Ledger },
  before: HeldRows | undefined,
): Promise<{ readonly counts: HeldRows; readonly touched: readonly RowEffect[] }> =>
  inOwnNames(database, { runId }, (query) => count(query, ledger, before))

async function count(
  query: Query,
  { table, lockTable, schema }: Ledger,
  before: HeldRows | undefined,
): Promise<{ readonly counts: HeldRows; readonly touched: readonly RowEffect[] }> {
  const ledger = new Set([table, lockTable].map((name) => JSON.stringify([schema, name])))
  const filled = (await query(FILLED)).filter(({ names }) => !ledger.has(JSON.stringify(names)))
  const [moment] = await query(NEXT)
  const sql = filled.map(({ oid, names }) => counted(String(oid), names as string[], before?.next))
  const found = sql.length === 0 ? [] : await query(sql.join(' union all '))
  const namesOf = new Map(filled.map(({ oid, names }) => [String(oid), names as string[]]))
  const tables = new Map(
    found.map((row) => [
      String(row['oid']),
      { names: namesOf.get(String(row['oid'])) ?? [], rows: Number(row['rows']) },
    ]),
  )
  const touched = found.map((row) => {
    const { names = [], rows = 0 } = tables.get(String(row['oid'])) ?? {}
    const held = before?.tables.get(String(row['oid']))?.rows ?? 0
    const written = before ? Number(row['written']) : 0
    return touchedRows(names, written, before ? Math.max(0, held - rows) : 0)
  })
  const emptied = [...(before?.tables ?? [])].flatMap(([oid, { names, rows }]) =>
    namesOf.has(oid) || rows === 0 ? [] : [{ oid, names, rows }],
  )
  const still = emptied.length === 0 ? [] : await query(standing(emptied.map(({ oid }) => oid)))
  const stands = new Map(still.map((row) => [String(row['oid']), row['names'] as string[]]))
  const gone = emptied.flatMap(({ oid, rows }) => {
    const names = stands.get(oid)
    return names ? [touchedRows(names, 0, rows)] : []
  })
  return {
    counts: { next: String(moment?.['next']), tables },
    touched: [...touched, ...gone].sort((a, b) => (keyOf(a.table) < keyOf(b.table) ? -1 : 1)),
  }
}

/** What they hold tells neither which were there before, nor how they went. */
const touchedRows = (names: readonly string[], written: number, deleted: number): RowEffect => ({
  table: { type: 'table', names: [...names], args: [] },
  inserted: null,
  updated: null,
  written,
  deleted,
  truncated: null,
})

const NEXT =
  'select (pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot()) % 4294967296)::text as next'

const TABLES = `
  select c.oid::text as oid, array[n.nspname, c.relname]::text[] as names
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_catalog.pg_depend d where d.deptype = 'e'
      and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid)`

const FILLED = `${TABLES} and pg_catalog.pg_relation_size(c.oid) > 0`

const standing = (oids: readonly string[]): string =>
  `${TABLES} and c.oid = any (${literal(`{${oids.join(',')}}`)}::oid[])`

function counted(oid: string, names: readonly string[], since: string | undefined): string {
  const isNew =
    since === undefined
      ? 'false'
      : `pg_catalog.age(xmin) <= pg_catalog.age(${literal(since)}::pg_catalog.xid)`
  return `select ${literal(oid)} as oid, count(*) as rows, count(*) filter (where ${isNew}) as written from only ${names.map(ident).join('.')}`
}
