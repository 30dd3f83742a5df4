import { notMember, userSchema } from '../kinds/sql.ts'
import type { Query, Row } from '../postgres/session.ts'

/** A column that rows can be written to, or one that is computed from others. */
export interface TriedColumn {
  readonly number: number
  readonly name: string
  /** As format_type() prints it under an empty search_path. */
  readonly type: string
  readonly typeId: string
  readonly notNull: boolean
  /** What it is computed from, where it is. */
  readonly generated: { readonly expression: string; readonly from: readonly number[] } | null
}

/** A table that rows can be tried on. */
export interface TriedTable {
  readonly id: string
  readonly schema: string
  readonly name: string
  readonly kind: 'ordinary' | 'partitioned' | 'foreign' | 'materialized view'
  /** What a row of this partition has to satisfy; of a partitioned table, that of its first part; null where nothing. */
  readonly bound: string | null
  /** Columns that the bound is about, by number. */
  readonly boundOn: readonly number[]
  readonly hasParts: boolean
  /** Names of what the table itself does to an INSERT. */
  readonly rules: readonly string[]
  readonly columns: readonly TriedColumn[]
}

/** One constraint or unique index of a table, as far as a row can break it. */
export interface Subject {
  readonly table: string
  readonly name: string
  readonly type: 'check' | 'unique' | 'foreign key' | 'exclude'
  /** `PRIMARY KEY`, `UNIQUE INDEX`, as people know it. */
  readonly title: string
  readonly enforced: boolean
  /** Its own name and those of its parts in partitions, each with the table's identity. */
  readonly id: string
  readonly parent: string | null
  /** Columns it is about, by number. */
  readonly on: readonly number[]
  /** Of a CHECK. */
  readonly expression: string | null
  /** Of a key: what it compares, and for which rows. */
  readonly keys: readonly string[]
  readonly predicate: string | null
  /** Numbers of the columns that a conflict needs to differ: of EXCLUDE … WITH <>. */
  readonly unlike: readonly number[]
  readonly references: { readonly table: string; readonly on: readonly number[] } | null
  /** Dropped as a constraint, or as an index. */
  readonly isIndex: boolean
}

/** A constraint of a domain. */
export interface DomainSubject {
  readonly schema: string
  readonly domain: string
  readonly typeId: string
  /** Null for NOT NULL. */
  readonly name: string | null
  readonly definition: string
}

/** A type, as far as its values can be thought of. */
export interface TriedType {
  readonly id: string
  /** Qualified, as format_type() prints it. */
  readonly name: string
  readonly sort: 'base' | 'composite' | 'domain' | 'enum' | 'range' | 'multirange'
  /** `N` for numbers, `S` for texts: pg_type.typcategory. */
  readonly category: string
  /** The type behind: of an array's elements, a domain's values, a range's bounds. */
  readonly of: string | null
  readonly labels: readonly string[]
  /** Types of a composite's attributes. */
  readonly parts: readonly string[]
}

/** Everything of a database that rows can be tried on. */
export interface Subjects {
  readonly tables: ReadonlyMap<string, TriedTable>
  readonly subjects: readonly Subject[]
  readonly domains: readonly DomainSubject[]
  readonly types: ReadonlyMap<string, TriedType>
}

const USER_TABLES = `c.relkind in ('r', 'p', 'f', 'm') and c.relpersistence <> 't' and ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`

const TABLES = `
  select c.oid::text as id, n.nspname::text as schema, c.relname::text as name,
    case c.relkind when 'r' then 'ordinary' when 'p' then 'partitioned' when 'f' then 'foreign' else 'materialized view' end as kind,
    pg_catalog.pg_get_partition_constraintdef(b.part) as bound,
    b.part is not null as "hasParts",
    array(select distinct k::int4 from pg_catalog.pg_partitioned_table p, unnest(p.partattrs::int2[]) k
      where p.partrelid in (select above.relid from pg_catalog.pg_partition_ancestors(b.part) above) and k > 0) as "boundOn",
    array(select r.rulename::text from pg_catalog.pg_rewrite r where r.ev_class = c.oid and r.ev_type = '3' order by 1) as rules
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  cross join lateral (select case when c.relkind = 'p' then
      (select t.relid::oid from pg_catalog.pg_partition_tree(c.oid) t join pg_catalog.pg_class l on l.oid = t.relid
        where t.isleaf and l.relkind = 'r' order by t.level, t.relid::oid limit 1)
    when c.relispartition then c.oid end as part) b
  where ${USER_TABLES}`

const COLUMNS = `
  select a.attrelid::oid::text as "table", a.attnum::int4 as number, a.attname::text as name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) as type, a.atttypid::text as "typeId", a.attnotnull as "notNull",
    case when a.attgenerated <> '' then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end as expression,
    case when a.attgenerated <> '' then array(select e.refobjsubid from pg_catalog.pg_depend e
      where e.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass and e.objid = d.oid
        and e.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.refobjid = d.adrelid
        and e.refobjsubid not in (0, a.attnum) order by 1) end as "from"
  from pg_catalog.pg_attribute a
  join pg_catalog.pg_class c on c.oid = a.attrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attnum > 0 and not a.attisdropped and ${USER_TABLES}
  order by a.attrelid, a.attnum`

const constraints = (major: number): string => `
  select k.oid::text as id, k.conrelid::oid::text as "table", k.conname::text as name,
    case k.contype when 'c' then 'check' when 'f' then 'foreign key' else 'unique' end as type,
    case k.contype when 'c' then 'CHECK' else 'FOREIGN KEY' end as title,
    ${major < 18 ? 'true' : 'k.conenforced'} as enforced,
    nullif(k.conparentid, 0)::text as parent,
    k.conkey::int4[] as "on",
    case when k.contype = 'c' then pg_catalog.pg_get_expr(k.conbin, k.conrelid) end as expression,
    array[]::text[] as keys, null as predicate, array[]::int4[] as unlike,
    nullif(k.confrelid, 0)::text as referenced, k.confkey::int4[] as "referencedOn", false as "isIndex"
  from pg_catalog.pg_constraint k
  join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where k.contype in ('c', 'f') and ${USER_TABLES}
  order by k.conrelid, k.contype, k.conname`

const KEYS = `
  select i.indexrelid::oid::text as id, i.indrelid::oid::text as "table", x.relname::text as name,
    case when i.indisexclusion and k.contype = 'x' then 'exclude' else 'unique' end as type,
    case k.contype when 'p' then 'PRIMARY KEY' when 'u' then 'UNIQUE' when 'x' then 'EXCLUDE' else 'UNIQUE INDEX' end as title,
    i.indisvalid as enforced,
    (select h.inhparent::oid::text from pg_catalog.pg_inherits h where h.inhrelid = i.indexrelid) as parent,
    array(select u.k::int4 from unnest(i.indkey::int2[]) with ordinality u(k, rank) where u.k > 0 and u.rank <= i.indnkeyatts
      union select e.refobjsubid from pg_catalog.pg_depend e
        where e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = i.indexrelid
          and e.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.refobjid = i.indrelid and e.refobjsubid > 0
          and (i.indexprs is not null or i.indpred is not null)
      order by 1) as "on",
    null as expression,
    array(select pg_catalog.pg_get_indexdef(i.indexrelid, p, false) from generate_series(1, i.indnkeyatts) p) as keys,
    pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate,
    array(select i.indkey[u.rank - 1]::int4 from unnest(k.conexclop) with ordinality u(op, rank)
      join pg_catalog.pg_operator o on o.oid = u.op where o.oprname = '<>') as unlike,
    null as referenced, null as "referencedOn", k.oid is null as "isIndex"
  from pg_catalog.pg_index i
  join pg_catalog.pg_class x on x.oid = i.indexrelid
  join pg_catalog.pg_class c on c.oid = i.indrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  left join pg_catalog.pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
  where (i.indisunique or i.indisexclusion) and ${USER_TABLES}
  order by i.indrelid, i.indexrelid`

const DOMAINS = `
  select n.nspname::text as schema, t.typname::text as domain, t.oid::text as "typeId", k.name, k.definition
  from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  cross join lateral (
    select c.conname::text as name, pg_catalog.pg_get_constraintdef(c.oid) as definition
      from pg_catalog.pg_constraint c where c.contypid = t.oid and c.contype = 'c'
    union all select null, 'NOT NULL' where t.typnotnull) k
  where t.typtype = 'd' and ${userSchema('n')} and ${notMember('pg_type', 't.oid')}
  order by 1, 2, 4`

const TYPES = `
  select t.oid::text as id, pg_catalog.format_type(t.oid, null) as name,
    case t.typtype when 'c' then 'composite' when 'd' then 'domain' when 'e' then 'enum' when 'r' then 'range'
      when 'm' then 'multirange' else 'base' end as sort,
    t.typcategory::text as category,
    coalesce(nullif(t.typbasetype, 0), r.rngsubtype, m.rngtypid,
      case when t.typcategory = 'A' then nullif(t.typelem, 0) end)::text as "of",
    array(select e.enumlabel::text from pg_catalog.pg_enum e where e.enumtypid = t.oid order by e.enumsortorder) as labels,
    array(select a.atttypid::text from pg_catalog.pg_attribute a
      where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped order by a.attnum) as parts
  from pg_catalog.pg_type t
  left join pg_catalog.pg_range r on r.rngtypid = t.oid
  left join pg_catalog.pg_range m on m.rngmultitypid = t.oid
  where t.typtype <> 'p'`

/** Reads what there is to try; names are printed as they have to be where nothing is in the path. */
export async function readSubjects(query: Query, major: number): Promise<Subjects> {
  const all: Row[][] = []
  // A statement's settings would not outlive it: all in one transaction, which changes nothing.
  await query("begin; set local search_path = ''")
  for (const sql of [TABLES, COLUMNS, constraints(major), KEYS, DOMAINS, TYPES]) {
    all.push(await query(sql))
  }
  await query('commit')
  const [tables = [], columns = [], checks = [], keys = [], domains = [], types = []] = all
  const byTable = new Map<string, TriedColumn[]>()
  for (const { table, expression, from, ...column } of columns) {
    const generated = expression === null ? null : { expression, from }
    const list = byTable.get(String(table)) ?? []
    byTable.set(String(table), list)
    list.push({ ...column, generated } as unknown as TriedColumn)
  }
  return {
    tables: new Map(
      tables.map((row) => {
        const id = String(row['id'])
        return [id, { ...row, columns: byTable.get(id) ?? [] } as unknown as TriedTable]
      }),
    ),
    subjects: [...checks, ...keys].map(
      ({ referenced, referencedOn, on, ...row }) =>
        ({
          ...row,
          on: on ?? [],
          references: referenced === null ? null : { table: referenced, on: referencedOn },
        }) as unknown as Subject,
    ),
    domains: domains as unknown as DomainSubject[],
    types: new Map(types.map((row) => [String(row['id']), row as unknown as TriedType])),
  }
}
