import { dropWith, fallsWithExtensions } from './falls-with.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import {
  ident,
  noParent,
  notMember,
  qualified,
  self,
  tablespaceOf,
  userSchema,
  VIEW_COLUMNS,
  viewQuery,
} from './sql.ts'
import { storageParameter } from './table-options.ts'

type ColumnSetting = readonly [column: string, value: string]

/** A materialized view (pg_class, relkind m), with what ALTER … ALTER COLUMN can set. */
export type MaterializedView = {
  definition: string
  populated: boolean
  /** Sorted `name=value`; those of its TOAST table start with `toast.`. */
  options: readonly string[]
  tablespace: string | null
  accessMethod: string
  statistics: readonly ColumnSetting[]
  storage: readonly ColumnSetting[]
  compression: readonly ColumnSetting[]
  /** Such as `n_distinct=5`. */
  columnOptions: readonly ColumnSetting[]
  /** DEFAULT (or by an index, which says so itself), FULL or NOTHING. */
  replicaIdentity: string
  /** Extensions it is to be dropped with, sorted. */
  extensions: readonly string[]
  /** `NULL::integer AS id` each: what its definition comes to. */
  columns: readonly string[]
}

export const materializedView = defineKind<MaterializedView>({
  kind: 'materialized-view',
  rareIn: ["pg_class where relkind = 'm'"],
  attributes: {
    definition: 'expression',
    populated: 'exact',
    options: 'exact',
    tablespace: 'exact',
    accessMethod: 'exact',
    statistics: 'exact',
    storage: 'exact',
    compression: 'exact',
    columnOptions: 'exact',
    replicaIdentity: 'exact',
    extensions: 'exact',
    columns: 'unused',
  },

  plansExpressions: () => true,
  // Itself, a TOAST table with its index, and all three anew when it is filled.
  relations: () => 6,
  read: () => `
    select ${self('pg_class', 'c.oid')}, ${noParent},
      ${viewQuery('c.oid')} as definition, c.relispopulated as populated, array(${VIEW_COLUMNS}) as columns,
      array(
        select o from pg_catalog.unnest(c.reloptions) o
        union all
        select 'toast.' || o from pg_catalog.pg_class toast, pg_catalog.unnest(toast.reloptions) o
        where toast.oid = c.reltoastrelid
        order by 1
      ) as options,
      ${tablespaceOf('c.reltablespace')} as tablespace,
      am.amname::text as "accessMethod",
      ${columnSettings('a.attstattarget::text', 'a.attstattarget >= 0')} as statistics,
      ${columnSettings(STORAGE, 'a.attstorage <> own.typstorage')} as storage,
      ${columnSettings("case a.attcompression when 'l' then 'lz4' else 'pglz' end", "a.attcompression in ('l', 'p')")} as compression,
      ${columnSettings("pg_catalog.array_to_string(a.attoptions, ', ')", 'a.attoptions is not null')} as "columnOptions",
      case c.relreplident when 'f' then 'FULL' when 'n' then 'NOTHING' else 'DEFAULT' end as "replicaIdentity",
      ${fallsWithExtensions('pg_class', 'c.oid')} as extensions
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_am am on am.oid = c.relam
    where c.relkind = 'm' and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`,

  vary: ({ attributes: { populated, definition } }) => [
    { populated: !populated },
    { definition: ` SELECT planted.* FROM (${definition}) planted OFFSET 0` },
  ],

  create(object) {
    const { address, attributes } = object
    const { definition, populated, options, tablespace, accessMethod } = attributes
    const { replicaIdentity, extensions } = attributes
    const name = qualified(address.names)
    const sql = [
      `CREATE MATERIALIZED VIEW ${name}`,
      ...(accessMethod === 'heap' ? [] : [` USING ${ident(accessMethod)}`]),
      ...(options.length > 0 ? [` WITH (${options.map(storageParameter).join(', ')})`] : []),
      ...(tablespace === null ? [] : [` TABLESPACE ${ident(tablespace)}`]),
      ` AS\n${definition}\nWITH NO DATA`,
    ].join('')
    const refresh: Statement = { sql: `REFRESH MATERIALIZED VIEW ${name}`, phase: 'refresh' }
    const identity: Statement = {
      sql: `ALTER MATERIALIZED VIEW ${name} REPLICA IDENTITY ${replicaIdentity}`,
      phase: 'late',
    }
    return [
      { sql },
      ...columnStatements(name, attributes),
      ...(replicaIdentity === 'DEFAULT' ? [] : [identity]),
      ...dropWith(object, extensions),
      ...(populated ? [refresh] : []),
    ]
  },

  alter(old, rebuilt) {
    const said = ({ attributes }: typeof old): string =>
      JSON.stringify({ ...attributes, populated: true })
    if (said(old) !== said(rebuilt)) return undefined
    const data = old.attributes.populated ? '' : ' WITH NO DATA'
    const sql = `REFRESH MATERIALIZED VIEW ${qualified(old.address.names)}${data}`
    return { statements: [{ sql, phase: 'refresh' }] }
  },
})

const STORAGE = `case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL' when 'm' then 'MAIN' else 'EXTENDED' end`

/** Pairs of column and value, in column order, of the columns that have it set. */
function columnSettings(value: string, isSet: string): string {
  return `array(
        select array[a.attname::text, ${value}]
        from pg_catalog.pg_attribute a join pg_catalog.pg_type own on own.oid = a.atttypid
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and ${isSet}
        order by a.attnum
      )`
}

function columnStatements(name: string, attributes: MaterializedView): Statement[] {
  const { statistics, storage, compression, columnOptions } = attributes
  const set = (settings: readonly ColumnSetting[], action: (value: string) => string) =>
    settings.map(([column, value]) => ({
      sql: `ALTER MATERIALIZED VIEW ${name} ALTER COLUMN ${ident(column)} SET ${action(value)}`,
    }))
  return [
    ...set(statistics, (value) => `STATISTICS ${value}`),
    ...set(storage, (value) => `STORAGE ${value}`),
    ...set(compression, (value) => `COMPRESSION ${value}`),
    ...set(columnOptions, (value) => `(${value})`),
  ]
}
