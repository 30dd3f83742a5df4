import { groupBy } from '../../shared/group-by.ts'
import type { Model } from '../../shared/model.ts'
import { describeAddress, addressOf } from '../../shared/model.ts'
import type { Cell, LeftOut, SeedData, SeedSelection, TableRows } from '../../shared/rows.ts'
import { RebaselineError } from '../errors.ts'
import { ident, qualified } from '../kinds/sql.ts'
import type { Query } from '../postgres/session.ts'
import { isRefused, QueryFailed } from '../query-failed.ts'
import { configurationOf } from './configuration.ts'
import { readSequences } from './read-sequences.ts'
import { isAllBut, leftOutTables, readsSequencesOf, selectedTables } from './selection.ts'
import { readTableColumns, type StoredColumn, type StoredTable } from './stored-tables.ts'

/**
 * Reads the rows and sequence states that are seed. Every table is read by itself, partitions and inheriting tables too,
 * so each row stands where it is stored; with `none` nothing is sent at all. What was not filled yet holds no rows.
 */
export async function readSeedData(
  query: Query,
  model: Model,
  selection: SeedSelection,
): Promise<SeedData> {
  const selected = selectedTables(model, selection)
  if (selection === 'none' || (Array.isArray(selection) && selected.size === 0)) {
    return { tables: [], sequences: [] }
  }
  const stored = await readTableColumns(query)
  const wheres = new Map(configurationOf(model).map(({ key, where }) => [key, where]))
  const wanted = [...selected].sort().flatMap((key) => {
    const table = stored.get(key)
    if (!table) throw vanished(key)
    return table.partitioned ? [] : [table]
  })
  const [tables, views] = await Promise.all(
    [false, true].map((isView) =>
      Promise.all(
        wanted
          .filter(({ view }) => (view !== 'none') === isView)
          .map((table) => readTable(query, table, wheres.get(table.key))),
      ),
    ),
  )
  const sequences = await readSequences(query, model, readsSequencesOf(model, selection))
  return {
    tables: tables ?? [],
    sequences,
    ...(views?.length ? { views } : {}),
    ...(isAllBut(selection)
      ? { leftOut: await countLeftOut(query, stored, wheres, leftOutTables(model, selection)) }
      : {}),
  }
}

/** Counts the rows of what is left out: a partitioned table with those of its partitions. */
async function countLeftOut(
  query: Query,
  stored: ReadonlyMap<string, StoredTable>,
  wheres: ReadonlyMap<string, string>,
  without: ReadonlyMap<string, string>,
): Promise<LeftOut[]> {
  const counts = await Promise.all(
    [...without].map(async ([key, whole]) => {
      const table = stored.get(key)
      if (!table) throw vanished(key)
      return { whole, rows: await countRows(query, table, wheres.get(key)) }
    }),
  )
  return [...groupBy(counts, ({ whole }) => whole)]
    .map(([table, parts]) => ({
      table,
      rows: parts.reduce<number | null>(
        (sum, { rows }) => (sum === null || rows === null ? null : sum + rows),
        0,
      ),
    }))
    .sort((a, b) => (a.table < b.table ? -1 : 1))
}

/** Null where the server refuses it or gives up: for that a table may have been left out. */
async function countRows(query: Query, table: StoredTable, where = ''): Promise<number | null> {
  if (table.partitioned || table.view === 'empty') return 0
  try {
    const [row] = await query(`select count(*)::text as rows from ${rowsOf(table, where)} t`)
    return Number(row?.['rows'])
  } catch (error) {
    if (isRefused(error) || (error instanceof QueryFailed && error.sqlState === GAVE_UP))
      return null
    throw error
  }
}

/** A statement took longer than it may. */
const GAVE_UP = '57014'

/** Reads these materialized views once more. */
export async function readRefreshed(
  query: Query,
  views: readonly TableRows[],
): Promise<readonly TableRows[]> {
  const stored = await readTableColumns(query)
  const rows: TableRows[] = []
  for (const { table } of views) {
    const view = stored.get(table)
    if (!view) throw vanished(table)
    rows.push(await readTable(query, view))
  }
  return rows
}

async function readTable(query: Query, table: StoredTable, where = ''): Promise<TableRows> {
  const cells = table.columns.map((column, place) => `${asText(column)} as c${place}`)
  const rows =
    table.view === 'empty'
      ? []
      : await query(`select ${cells.join(', ')} from ${rowsOf(table, where)} t`)
  const places = table.columns.map((_, place) => `c${place}`)
  return {
    table: table.key,
    columns: table.columns.map(({ xml: _, ...column }) => column),
    ...(table.uniqueKey === null ? {} : { key: table.uniqueKey }),
    rows: rows.map((row) => places.map((place) => row[place] as Cell)),
  }
}

/** The rows that a table stores itself, as a source of a query. */
function rowsOf({ key }: StoredTable, where: string): string {
  const name = qualified(addressOf(key).names)
  // What an extension says of its rows may name their table.
  return where === '' ? `only ${name}` : `(select * from only ${name} ${where})`
}

/**
 * The column as its type's output function prints it. A cast to text may run a cast function that loses something
 * (char(n) loses its blanks), and only xml prints less than it stores.
 */
function asText({ name, xml }: StoredColumn): string {
  const column = `t.${ident(name)}`
  if (xml === 'single') return `${column}::pg_catalog.text`
  const value = xml === 'array' ? `${column}::pg_catalog.text[]` : column
  return `case when ${column} is distinct from null then pg_catalog.format('%s', ${value}) end`
}

const vanished = (key: string): RebaselineError =>
  new RebaselineError('rows-unreadable', {
    doing: `read the rows of ${describeAddress(addressOf(key))}`,
    happened: 'the table was dropped or renamed while it was being read',
  })
