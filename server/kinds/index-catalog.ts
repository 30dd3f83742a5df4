import { fallsWithExtensions } from './falls-with.ts'
import type { Index } from './index-attributes.ts'
import type { SummedUp } from './kind.ts'
import {
  isAny,
  notMember,
  options,
  parent,
  PINNED,
  positionsOf,
  self,
  statisticsTargets,
  tablespaceOf,
  userSchema,
  WITH_DROPPED,
  withSortedOptions,
} from './sql.ts'

const ANY_OPTIONS = isAny(
  'from pg_catalog.pg_attribute any_ia where any_ia.attrelid >= 16384 and any_ia.attoptions is not null',
)

/** A key column as Postgres prints it: expression, collation, operator class with its options, order. */
const KEY_COLUMNS = `
      array(select pg_catalog.concat_ws(' ',
          case when k.number = 0 then pg_catalog.pg_get_indexdef(i.indexrelid, k.rank::int, false)
            else pg_catalog.quote_ident(ka.attname) end,
          case when k.sorting <> ka.attcollation then
            (select 'COLLATE ' || pg_catalog.quote_ident(ln.nspname) || '.' || pg_catalog.quote_ident(l.collname)
              from pg_catalog.pg_collation l join pg_catalog.pg_namespace ln on ln.oid = l.collnamespace
              where l.oid = k.sorting) end,
          case when not o.opcdefault then (select pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(o.opcname)
            from pg_catalog.pg_namespace pn where pn.oid = o.opcnamespace) end,
          case when ${ANY_OPTIONS} then (select '(' || pg_catalog.array_to_string(ia.attoptions, ', ') || ')' from pg_catalog.pg_attribute ia
              where ia.attrelid = i.indexrelid and ia.attnum = k.rank) end,
          case when k.flags & 1 = 1 then 'DESC' end,
          case when k.flags & 3 = 2 then 'NULLS FIRST' when k.flags & 3 = 1 then 'NULLS LAST' end)
        from unnest(i.indkey::int2[], i.indcollation::oid[], i.indclass::oid[], i.indoption::int2[])
          with ordinality k(number, sorting, class, flags, rank)
        left join pg_catalog.pg_attribute ka on ka.attrelid = i.indrelid and ka.attnum = k.number and k.number <> 0
        left join pg_catalog.pg_opclass o on o.oid = k.class
        where k.rank <= i.indnkeyatts order by k.rank)`

const DEFINITION = withSortedOptions('pg_catalog.pg_get_indexdef(c.oid)', 'c.reloptions')

const ATTACHED_TO = `case when c.relispartition then (select array['index', pn.nspname, p.relname]::text[]
        from pg_catalog.pg_inherits h
        join pg_catalog.pg_class p on p.oid = h.inhparent join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = c.oid) end`

const HAS_OPTIONS = `
      ${ANY_OPTIONS}
      and exists (select from pg_catalog.pg_attribute ia where ia.attrelid = i.indexrelid and ia.attoptions is not null)`

/** What a definition says beside the attributes, as it stands in the catalog: of what Postgres brings along by its oids. */
const KEYS = `
      case when ${PINNED} > all (i.indclass::oid[]) and ${PINNED} > all (i.indcollation::oid[]) and not (${HAS_OPTIONS})
        then row(t.relname, c.relkind, ${positionsOf('i.indrelid', 'i.indkey')}, i.indnkeyatts, i.indclass, i.indcollation, i.indoption,
          pg_catalog.pg_get_expr(i.indexprs, i.indrelid), pg_catalog.pg_get_expr(i.indpred, i.indrelid))::text
        else ${DEFINITION} end`

/** Every index of that server major that is not the one behind a constraint. */
export const indexCatalog = (major: number): string => indexRows(major)

/** The same, without definitions. */
export const indexSums: SummedUp<Index> = {
  read: (major) =>
    indexRows(major, {
      first: `with ${WITH_DROPPED}`,
      columns: `n.nspname as space, c.relname as name, ${KEYS} as keys,`,
    }),
  names: ['space', 'name'],
  columns: ['keys'],
  instead: ['include', 'statement', 'definition'],
}

const indexRows = (major: number, { first = '', columns = '' } = {}): string => `${first}
    select ${columns} ${self('pg_class', 'c.oid')}, ${parent('pg_class', 'i.indrelid')},
      a.amname::text as method, i.indisunique as unique,
      ${major < 15 ? 'false' : 'i.indnullsnotdistinct'} as "nullsNotDistinct",
      ${KEY_COLUMNS} as columns,
      case when i.indnatts = i.indnkeyatts then array[]::text[]
        else array(select ta.attname::text from generate_series(i.indnkeyatts, i.indnatts - 1) p
          join pg_catalog.pg_attribute ta on ta.attrelid = i.indrelid and ta.attnum = i.indkey[p] order by p) end as include,
      pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate,
      ${options('c.reloptions')} as options,
      ${tablespaceOf('c.reltablespace')} as tablespace,
      ${statisticsTargets('c.oid')} as statistics,
      i.indisclustered as clustered, i.indisreplident as "replicaIdentity",
      ${fallsWithExtensions('pg_class', 'c.oid')} as extensions,
      i.indisvalid and i.indisready as valid,
      ${ATTACHED_TO} as "attachedTo",
      ${ATTACHED_TO} as origin,
      array[case t.relkind when 'm' then 'materialized view' else 'table' end, n.nspname, t.relname]::text[] as "on",
      i.indexprs is null as plain,
      d.statement,
      pg_catalog.substr(d.statement, 1 + pg_catalog.length('CREATE '
        || case when i.indisunique then 'UNIQUE ' else '' end || 'INDEX ' || pg_catalog.quote_ident(c.relname))) as definition
    from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid
    join pg_catalog.pg_class t on t.oid = i.indrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_am a on a.oid = c.relam
    cross join lateral (select ${DEFINITION} as statement offset 0) d
    where ${userSchema('n')} and t.relkind in ('r', 'p', 'm') and ${notMember('pg_class', 'i.indrelid')}
      and ${notMember('pg_class', 'c.oid')}
      and not exists (select from pg_catalog.pg_constraint k where k.conrelid = i.indrelid and k.conindid = c.oid and k.contype in ('p', 'u', 'x'))`
