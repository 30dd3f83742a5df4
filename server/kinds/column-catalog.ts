import type { SummedUp } from './kind.ts'
import { optionsWithoutSecrets } from './secret-names.ts'
import {
  inheritedFrom,
  notMember,
  options,
  parent,
  positionOf,
  self,
  userSchema,
  WITH_DROPPED,
} from './sql.ts'

/** A column of a table (pg_attribute). Its default is an object of its own, its identity sequence belongs to it. */
export type Column = {
  position: number
  type: string
  notNull: boolean
  /** From 18 a NOT NULL is a constraint with a name. */
  notNullName: string | null
  /** `NO INHERIT`, `NOT VALID`, where a NOT NULL of 18 says so. */
  notNullOptions: string[]
  /** Of that constraint; null before 18. */
  notNullInheritance: 'local' | 'inherited' | 'both' | null
  /** Whether it stays without the parent's; what the parent has is told there. */
  notNullOwn: boolean | null
  /** Null where it is the type's own. */
  collation: string | null
  storage: string | null
  compression: string | null
  statistics: number | null
  options: string[]
  /** Of a foreign table's column, sorted `name=value`. */
  foreignOptions: string[]
  inheritance: 'local' | 'inherited' | 'both'
  /** The column of the first table it is inherited from: `['table column', schema, table, column]`. */
  origin: string[] | null
  identity: 'always' | 'by default' | null
  identitySequence: [string, string] | null
  identityStart: string | null
  identityIncrement: string | null
  identityMin: string | null
  identityMax: string | null
  identityCache: string | null
  identityCycle: boolean | null
  /** Null where it is the column's. */
  identityType: string | null
  /** Null where it is the table's. */
  identityPersistence: 'permanent' | 'unlogged' | null
}

/** From 18 a NOT NULL is a row of pg_constraint. */
const notNullConstraint = (major: number): string =>
  major < 18
    ? `null::text as "notNullName", array[]::text[] as "notNullOptions", null::text as "notNullInheritance",
      null::boolean as "notNullOwn"`
    : `nn.conname::text as "notNullName",
      array_remove(array[case when nn.connoinherit then 'NO INHERIT' end,
        case when not nn.convalidated then 'NOT VALID' end], null) as "notNullOptions",
      case when nn.oid is null then null when nn.coninhcount = 0 then 'local' when nn.conislocal then 'both'
        else 'inherited' end as "notNullInheritance",
      nn.coninhcount = 0 or nn.conislocal as "notNullOwn"`

const joinNotNull = (major: number): string =>
  major < 18
    ? ''
    : `left join pg_catalog.pg_constraint nn on nn.conrelid = a.attrelid and nn.contype = 'n' and nn.conkey[1] = a.attnum`

/** Every column of every user's table on that server major. */
export const columnCatalog = (major: number): string => columnRows(major)

export const columnSums: SummedUp<Column> = {
  read: (major) =>
    columnRows(major, 'n.nspname as space, c.relname as relation, a.attname as name,'),
  names: ['space', 'relation', 'name'],
  ofRelation: true,
}

const columnRows = (major: number, name = ''): string => `
    with ${WITH_DROPPED}
    select ${name} ${self('pg_class', 'c.oid', 'a.attnum::int')}, ${parent('pg_class', 'c.oid')},
      ${positionOf('c.oid', 'a.attnum')}::int as position,
      pg_catalog.format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull",
      ${notNullConstraint(major)},
      case when a.attcollation <> t.typcollation then
        (select pg_catalog.quote_ident(ln.nspname) || '.' || pg_catalog.quote_ident(l.collname) from pg_catalog.pg_collation l
          join pg_catalog.pg_namespace ln on ln.oid = l.collnamespace where l.oid = a.attcollation) end as collation,
      case when a.attstorage <> t.typstorage then case a.attstorage when 'p' then 'PLAIN' when 'e' then 'EXTERNAL'
        when 'x' then 'EXTENDED' when 'm' then 'MAIN' end end as storage,
      case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end as compression,
      nullif(a.attstattarget, -1)::int as statistics,
      ${options('a.attoptions')} as options, ${optionsWithoutSecrets('a.attfdwoptions', 'table')} as "foreignOptions",
      case when a.attinhcount = 0 then 'local' when a.attislocal then 'both' else 'inherited' end as inheritance,
      case when a.attinhcount > 0 then ${inheritedFrom('table column', 'c.oid', 'a.attname')} end as origin,
      case a.attidentity when 'a' then 'always' when 'd' then 'by default' end as identity,
      s."identitySequence", s."identityStart", s."identityIncrement", s."identityMin", s."identityMax",
      s."identityCache", s."identityCycle",
      case when s.type <> a.atttypid then pg_catalog.format_type(s.type, null) end as "identityType",
      ${
        major < 15
          ? 'null::text'
          : `case when s.persistence <> c.relpersistence then
        case s.persistence when 'u' then 'unlogged' else 'permanent' end end`
      } as "identityPersistence"
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_type t on t.oid = a.atttypid
    ${joinNotNull(major)}
    left join (
      select d.refobjid, d.refobjsubid, array[qn.nspname, qc.relname]::text[] as "identitySequence",
        q.seqstart::text as "identityStart", q.seqincrement::text as "identityIncrement", q.seqmin::text as "identityMin",
        q.seqmax::text as "identityMax", q.seqcache::text as "identityCache", q.seqcycle as "identityCycle",
        q.seqtypid as type, qc.relpersistence as persistence
      from pg_catalog.pg_sequence q
      join pg_catalog.pg_class qc on qc.oid = q.seqrelid
      join pg_catalog.pg_namespace qn on qn.oid = qc.relnamespace
      join pg_catalog.pg_depend d on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = q.seqrelid
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.deptype = 'i' and d.refobjsubid > 0
    ) s on s.refobjid = a.attrelid and s.refobjsubid = a.attnum and a.attidentity <> ''
    where c.relkind in ('r', 'p', 'f') and a.attnum > 0 and not a.attisdropped
      and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`
