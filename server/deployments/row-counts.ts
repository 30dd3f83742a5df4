import { ident, literal } from '../kinds/sql.ts'
import { inPlainNames, type Query, type Row } from '../postgres/session.ts'
import { counted } from '../../shared/report.ts'

/** How many rows the tables of a schema hold, as far as that was found out. */
export interface RowCount {
  readonly rows: number
  readonly precision: 'exact' | 'about' | 'at least'
  /** Tables whose rows are in no way known. */
  readonly notCounted: number
}

/** A table is counted up to this, and all of them for that long: the answer stands before a question to a person. */
const MOST_ROWS = 10_000
const LIMIT_MILLISECONDS = 3_000
const LOCK_MILLISECONDS = 300

/**
 * Rows by schema. Postgres's own estimate is taken where there is one above zero; of the others, which were never
 * analysed or have been filled since, the rows are counted. Each count is a transaction of its own, since one may fail.
 */
export async function countRows(
  query: Query,
  limit: number = LIMIT_MILLISECONDS,
): Promise<ReadonlyMap<string, RowCount>> {
  const tables = await query(
    inPlainNames(
      `select n.nspname as schema, c.relname as name, c.reltuples::pg_catalog.float8 as estimate
         from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
        where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        order by n.nspname, c.relname`,
    ),
  )
  const deadline = performance.now() + limit
  const counts = new Map<string, RowCount>()
  for (const table of tables) {
    const schema = String(table['schema'])
    const found = await countOf(query, table, deadline - performance.now())
    counts.set(schema, added(counts.get(schema) ?? NO_ROWS, found))
  }
  return counts
}

/** Where there is no table. */
export const NO_ROWS: RowCount = { rows: 0, precision: 'exact', notCounted: 0 }

async function countOf(query: Query, table: Row, milliseconds: number): Promise<RowCount> {
  const estimate = Math.round(Number(table['estimate']))
  if (estimate > 0) return { rows: estimate, precision: 'about', notCounted: 0 }
  if (milliseconds < 1) return { ...NO_ROWS, notCounted: 1 }
  const name = `${ident(String(table['schema']))}.${ident(String(table['name']))}`
  const time = literal(`${Math.ceil(milliseconds)}ms`)
  const lock = literal(`${Math.ceil(Math.min(milliseconds, LOCK_MILLISECONDS))}ms`)
  try {
    const [row] = await query(
      inPlainNames(
        `set local statement_timeout = ${time}; set local lock_timeout = ${lock}; set local row_security = off;
         select pg_catalog.count(*)::pg_catalog.int4 as rows from (select from only ${name} limit ${MOST_ROWS + 1}) counted`,
      ),
    )
    const rows = Number(row?.['rows'])
    if (rows > MOST_ROWS) return { rows: MOST_ROWS, precision: 'at least', notCounted: 0 }
    return { ...NO_ROWS, rows }
  } catch {
    // Locked, not ours to read, or too slow: told as not counted.
    return { ...NO_ROWS, notCounted: 1 }
  }
}

const PRECISIONS = ['exact', 'about', 'at least'] as const

const added = (a: RowCount, b: RowCount): RowCount => ({
  rows: a.rows + b.rows,
  precision: PRECISIONS.findLast((each) => each === a.precision || each === b.precision) ?? 'exact',
  notCounted: a.notCounted + b.notCounted,
})

/** `about 12 rows, those of 2 tables not counted` */
export function rowsText({ rows, precision, notCounted }: RowCount): string {
  const tables = counted(notCounted, 'table')
  const known = `${precision === 'exact' ? '' : `${precision} `}${counted(rows, 'row')}`
  if (notCounted === 0) return known
  return rows === 0
    ? `the rows of ${tables} not counted`
    : `${known}, those of ${tables} not counted`
}
