import { keyOf } from '../../shared/model.ts'
import type { RowColumn } from '../../shared/rows.ts'
import type { Query } from '../postgres/session.ts'

/** A column whose values are stored, not computed. */
export interface StoredColumn extends RowColumn {
  readonly xml: 'no' | 'single' | 'array'
}

/** A table as the catalogs describe its rows: the columns that an INSERT can give, in table order. */
export interface StoredTable {
  readonly key: string
  /** A partitioned table stores nothing itself. */
  readonly partitioned: boolean
  /** A materialized view: `empty` where it was never filled, and can't be read. */
  readonly view: 'none' | 'filled' | 'empty'
  readonly columns: readonly StoredColumn[]
  readonly uniqueKey: readonly string[] | null
}

/** The base type behind domains, at any depth. */
const BASE_TYPES = `
  with recursive base (oid, base) as (
    select oid, oid from pg_catalog.pg_type where typtype <> 'd'
    union all
    select d.oid, base.base from base join pg_catalog.pg_type d on d.typbasetype = base.oid and d.typtype = 'd'
  )`

const TABLES = `
  select c.oid::int8 as oid, n.nspname::text as schema, c.relname::text as name, c.relkind = 'p' as partitioned,
    case when c.relkind <> 'm' then 'none' when c.relispopulated then 'filled' else 'empty' end as view,
    (select array(
        select a.attname::text from pg_catalog.unnest(i.indkey::int2[]) with ordinality u (attnum, place)
        join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = u.attnum
        where u.place <= i.indnkeyatts order by u.place)
      from pg_catalog.pg_index i
      where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
        and not exists (select from pg_catalog.pg_attribute a
          where a.attrelid = c.oid and a.attnum = any (i.indkey::int2[]) and not a.attnotnull)
      order by i.indisprimary desc, i.indnkeyatts, i.indkey::text limit 1) as "uniqueKey"
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`

/** From 17 on a partition's column is an identity where its table's is: what is written before that has to run there too. */
const OF_PARTITIONED = `(select whole.attidentity
        from pg_catalog.pg_partition_ancestors(c.oid) above (oid)
        join pg_catalog.pg_attribute whole on whole.attrelid = above.oid and whole.attname = a.attname
        where c.relispartition and whole.attidentity <> '' limit 1)`

const COLUMNS = `${BASE_TYPES}
  select a.attrelid::int8 as oid, a.attname::text as name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull", a.atthasdef as "hasDefault",
    case coalesce(nullif(a.attidentity, ''), ${OF_PARTITIONED}) when 'a' then 'always' when 'd' then 'by default' end as identity,
    case when base.base = 'pg_catalog.xml'::pg_catalog.regtype then 'single'
      when base.base = 'pg_catalog.xml[]'::pg_catalog.regtype then 'array' else 'no' end as xml
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  join base on base.oid = a.atttypid
  where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  order by a.attrelid, a.attnum`

interface TableRow {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly partitioned: boolean
  readonly view: StoredTable['view']
  readonly uniqueKey: readonly string[] | null
}

/** Every table or materialized view that stores rows, or whose partitions do, by its key in the model. */
export async function readTableColumns(query: Query): Promise<ReadonlyMap<string, StoredTable>> {
  const [tables, columns] = (await Promise.all([query(TABLES), query(COLUMNS)])) as unknown as [
    TableRow[],
    (StoredColumn & { readonly oid: string })[],
  ]
  const byTable = new Map<string, StoredColumn[]>()
  for (const { oid, ...column } of columns) {
    const siblings = byTable.get(oid)
    if (siblings) siblings.push(column)
    else byTable.set(oid, [column])
  }
  const stored = tables.map((table): StoredTable => {
    const own = byTable.get(table.oid) ?? []
    const usable = table.uniqueKey?.every((name) => own.some((column) => column.name === name))
    return {
      key: keyOf({
        type: table.view === 'none' ? 'table' : 'materialized view',
        names: [table.schema, table.name],
        args: [],
      }),
      partitioned: table.partitioned,
      view: table.view,
      columns: own,
      uniqueKey: usable === true ? table.uniqueKey : null,
    }
  })
  return new Map(stored.map((table) => [table.key, table]))
}
