import type { Constraint } from './constraint-attributes.ts'
import type { SummedUp } from './kind.ts'
import {
  byBytes,
  inheritedFrom,
  notMember,
  options,
  positionsOf,
  rareList,
  self,
  statisticsTargets,
  tablespaceOf,
  userSchema,
  WITH_DROPPED,
  withSortedOptions,
} from './sql.ts'

const columnNames = (relation: string, numbers: string): string => `
      case when ${numbers} is null then array[]::text[] else array(
        select a.attname::text from unnest(${numbers}) with ordinality u(attnum, rank)
        join pg_catalog.pg_attribute a on a.attrelid = ${relation} and a.attnum = u.attnum order by u.rank) end`

const action = (column: string): string => `case when k.contype = 'f' then case ${column}
        when 'a' then 'NO ACTION' when 'r' then 'RESTRICT' when 'c' then 'CASCADE' when 'n' then 'SET NULL'
        when 'd' then 'SET DEFAULT' end end`

const ATTACHED_TO = `case when k.conparentid <> 0 then (select array['table constraint', rn.nspname, r.relname, pk.conname]::text[]
        from pg_catalog.pg_constraint pk join pg_catalog.pg_class r on r.oid = pk.conrelid
        join pg_catalog.pg_namespace rn on rn.oid = r.relnamespace where pk.oid = k.conparentid) end`

/** What was enabled or disabled of the triggers that keep a constraint, those of a foreign key's copies in partitions included. */
const TRIGGER_STATES = `array(
        with recursive kept as (select k.oid union all select p.oid from kept join copies p on p.conparentid = kept.oid)
        select ${byBytes(`pg_catalog.json_build_array(pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(tc.relname),
          case g.tgenabled when 'D' then 'DISABLED' when 'R' then 'REPLICA' else 'ALWAYS' end, g.tgtype::text)::text`)}
        from pg_catalog.pg_trigger g join pg_catalog.pg_class tc on tc.oid = g.tgrelid
        join pg_catalog.pg_namespace tn on tn.oid = tc.relnamespace
        where g.tgconstraint in (select kept.oid from kept) and g.tgenabled <> 'O' order by 1)`

const DEFINITION = withSortedOptions('pg_catalog.pg_get_constraintdef(k.oid)', 'x.reloptions')

/**
 * What a definition says beside the attributes. A foreign key is kept by an index, which it refers to.
 */
const keys = (major: number): string => `
      row(${positionsOf('k.conrelid', 'k.conkey')}, case k.contype
        when 'c' then pg_catalog.pg_get_expr(k.conbin, k.conrelid)
        when 'f' then row(${positionsOf('k.confrelid', 'k.confkey')}, kept.relname
          ${major < 15 ? '' : `, ${positionsOf('k.conrelid', 'k.confdelsetcols')}`})::text
        when 'x' then ${DEFINITION}
        else (${positionsOf('k.conrelid', 'i.indkey')})::text end)::text`

/** Gathered once: where hardly any has a parent, Postgres would look through all constraints for those of each. */
const COPIES = `
    with copies as materialized (
      select p.oid, p.conrelid, p.conname, p.convalidated, p.conparentid from pg_catalog.pg_constraint p
      where p.conparentid <> 0 and p.contype = 'f')`

/** Copies of a foreign key in partitions of whatever level, the deepest first, that have something otherwise. */
const parts = (otherwise: string, shown: string): string => `
      case when k.contype <> 'f' then array[]::text[] else array(
        with recursive part as (
          select p.oid, p.conrelid, p.conname, p.convalidated, 1 as depth from copies p
            where p.conparentid = k.oid and p.conrelid <> k.conrelid
          union all select p.oid, p.conrelid, p.conname, p.convalidated, w.depth + 1 from part w
            join copies p on p.conparentid = w.oid and p.conrelid <> w.conrelid)
        select ${byBytes(`pg_catalog.json_build_array(pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(tc.relname),
          ${shown})::text`)}
        from part join pg_catalog.pg_class tc on tc.oid = part.conrelid
        join pg_catalog.pg_namespace tn on tn.oid = tc.relnamespace
        where ${otherwise} order by part.depth desc, 1) end`

/**
 * Every constraint of every user's table and domain on that server major; copies of foreign keys are parts of them.
 */
export const constraintCatalog = (major: number): string => constraintRows(major)

/** The same, without the definition of what is a key on columns. */
export const constraintSums: SummedUp<Constraint> = {
  read: (major) =>
    constraintRows(major, {
      beside: `, ${WITH_DROPPED}`,
      column: `n.nspname as space, c.relname as relation, y.typname as domain, k.conname as name, ${keys(major)} as keys,`,
      join: `left join pg_catalog.pg_type y on y.oid = k.contypid and k.conrelid = 0
    left join pg_catalog.pg_class kept on kept.oid = k.conindid and k.contype = 'f'`,
    }),
  names: ['space', 'relation', 'domain', 'name'],
  columns: ['keys'],
  instead: ['columns', 'include', 'referencedColumns', 'onDeleteColumns', 'definition'],
}

const constraintRows = (
  major: number,
  { beside = '', column = '', join = '' } = {},
): string => `${COPIES}${beside}
    select ${column} ${self('pg_constraint', 'k.oid')},
      case when k.conrelid <> 0 then 'pg_catalog.pg_class'::pg_catalog.regclass
        else 'pg_catalog.pg_type'::pg_catalog.regclass end::oid as parent_classid,
      case when k.conrelid <> 0 then k.conrelid else k.contypid end as parent_objid, 0 as parent_objsubid,
      case k.contype when 'p' then 'PRIMARY KEY' when 'u' then 'UNIQUE' when 'f' then 'FOREIGN KEY' when 'c' then 'CHECK'
        when 'x' then 'EXCLUDE' end as type,
      ${columnNames('k.conrelid', 'k.conkey')} as columns,
      case when i.indnatts > i.indnkeyatts then array(select a.attname::text from generate_series(i.indnkeyatts, i.indnatts - 1) p
        join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = i.indkey[p] order by p)
        else array[]::text[] end as include,
      case when k.contype = 'f' then array['table', fn.nspname, f.relname]::text[] end as "references",
      ${columnNames('k.confrelid', 'k.confkey')} as "referencedColumns",
      case when k.contype = 'f' then case k.confmatchtype when 'f' then 'FULL' when 'p' then 'PARTIAL' else 'SIMPLE' end end as match,
      ${action('k.confupdtype')} as "onUpdate", ${action('k.confdeltype')} as "onDelete",
      ${major < 15 ? 'array[]::text[]' : columnNames('k.conrelid', 'k.confdelsetcols')} as "onDeleteColumns",
      k.condeferrable as deferrable, k.condeferred as deferred, k.convalidated as validated,
      ${major < 18 ? 'true' : 'k.conenforced'} as enforced,
      case when k.contype = 'c' then k.connoinherit end as "noInherit",
      case when k.contype <> 'c' or k.coninhcount = 0 then 'local' when k.conislocal then 'both' else 'inherited' end as inheritance,
      case when k.contype = 'c' and k.coninhcount > 0 then ${inheritedFrom('table constraint', 'k.conrelid', 'k.conname')}
        when k.conparentid <> 0 then ${ATTACHED_TO} end as origin,
      ${major < 18 ? 'false' : 'k.conperiod'} as period,
      coalesce(${major < 15 ? 'false' : 'i.indnullsnotdistinct'}, false) as "nullsNotDistinct",
      case when k.contype = 'c' then pg_catalog.pg_get_expr(k.conbin, k.conrelid) end as expression,
      case when k.contype = 'x' then d.definition end as exclusion,
      ${options('x.reloptions')} as options, ${tablespaceOf('x.reltablespace')} as tablespace,
      coalesce(i.indisclustered, false) as clustered, coalesce(i.indisreplident, false) as "replicaIdentity",
      coalesce(i.indisvalid, true) as valid,
      ${rareList(
        `from pg_catalog.pg_trigger any_g where any_g.tgconstraint <> 0 and any_g.tgenabled <> 'O'`,
        TRIGGER_STATES,
      )} as triggers,
      ${ATTACHED_TO} as "attachedTo",
      ${statisticsTargets('x.oid')} as statistics,
      ${parts('part.conname <> k.conname', 'part.conname')} as "partNames",
      ${parts('part.convalidated <> k.convalidated', 'part.conname')} as "partsValidated",
      d.definition
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_namespace n on n.oid = k.connamespace
    left join pg_catalog.pg_class c on c.oid = k.conrelid
    left join pg_catalog.pg_class f on f.oid = k.confrelid and k.contype = 'f'
    left join pg_catalog.pg_namespace fn on fn.oid = f.relnamespace
    left join pg_catalog.pg_index i on i.indexrelid = k.conindid and k.contype in ('p', 'u', 'x')
    left join pg_catalog.pg_class x on x.oid = i.indexrelid
    cross join lateral (select ${DEFINITION} as definition offset 0) d
    ${join}
    where k.contype in ('c', 'f', 'p', 'u', 'x') and ${userSchema('n')}
      and (k.conparentid = 0 or k.contype in ('p', 'u', 'x'))
      and (c.oid is null or c.relkind in ('r', 'p', 'f'))
      and case when k.conrelid <> 0 then ${notMember('pg_class', 'k.conrelid')} else ${notMember('pg_type', 'k.contypid')} end`
