import { literal } from '../kinds/sql.ts'

const OURS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`

/** What an extension brought comes and goes with it. */
const alone = (catalog: string, oid: string): string => `not exists (
    select from pg_catalog.pg_depend d where d.deptype in ('e', 'i')
      and d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = ${oid})`

const key = (catalog: string, oid: string): string => `'${catalog} ' || ${oid}`
const within = (schema: string, name: string): string =>
  `pg_catalog.format('%I.%I', ${schema}, ${name})`

/**
 * Everything that migrations usually make: `key` stays for as long as the object does, `version` changes with it, but not
 * with the names of what it refers to. `filled`
 * is a table with rows, or one that held some.
 */
export const LISTED = `
  select ${key('pg_class', 'c.oid')} as key,
    case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
      when 'f' then 'foreign table' else 'table' end as what,
    ${within('n.nspname', 'c.relname')} as name, n.nspname as schema, c.relname as relation,
    pg_catalog.md5(pg_catalog.concat_ws(' ', c.relpersistence, c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
      c.relreplident, c.relispartition, c.relacl, c.relowner,
      (select w.ev_action from pg_catalog.pg_rewrite w where w.ev_class = c.oid and w.rulename = '_RETURN'),
      (select s::text from pg_catalog.pg_sequence s where s.seqrelid = c.oid),
      (select pg_catalog.string_agg(a::text, ' ' order by a.attnum) from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0),
      (select pg_catalog.string_agg(f.adbin::text, ' ' order by f.adnum) from pg_catalog.pg_attrdef f where f.adrelid = c.oid),
      (select pg_catalog.string_agg(k::text, ' ' order by k.oid)
        from pg_catalog.pg_constraint k where k.conrelid = c.oid))) as version,
    c.relkind = 'r' and pg_catalog.pg_relation_size(c.oid) > 0 as filled
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and ${OURS} and ${alone('pg_class', 'c.oid')}
union all
  select ${key('pg_class', 'i.indexrelid')}, 'index', ${within('n.nspname', 'c.relname')}, null, null,
    pg_catalog.md5(i::text), false
  from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indexrelid
  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${OURS} and ${alone('pg_class', 'i.indexrelid')}
    and not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
union all
  select ${key('pg_proc', 'p.oid')}, case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
    ${within('n.nspname', 'p.proname')} || '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')', null, null,
    pg_catalog.md5(p::text), false
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where ${OURS} and ${alone('pg_proc', 'p.oid')}
union all
  select ${key('pg_type', 't.oid')}, case t.typtype when 'e' then 'enum type' when 'd' then 'domain' when 'r' then 'range type' else 'composite type' end,
    ${within('n.nspname', 't.typname')}, null, null,
    pg_catalog.md5(pg_catalog.concat_ws(' ', t.typowner, t.typnotnull, t.typdefault, t.typacl,
      (select pg_catalog.string_agg(e.enumlabel, ' ' order by e.enumsortorder) from pg_catalog.pg_enum e where e.enumtypid = t.oid),
      (select pg_catalog.string_agg(a::text, ' ' order by a.attnum) from pg_catalog.pg_attribute a where a.attrelid = t.typrelid and t.typrelid <> 0),
      (select pg_catalog.string_agg(k::text, ' ' order by k.oid) from pg_catalog.pg_constraint k where k.contypid = t.oid))), false
  from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  left join pg_catalog.pg_class r on r.oid = t.typrelid
  where (t.typtype in ('e', 'd', 'r') or r.relkind = 'c') and ${OURS} and ${alone('pg_type', 't.oid')}
union all
  select ${key('pg_trigger', 't.oid')}, 'trigger', pg_catalog.format('%I on %s', t.tgname, ${within('n.nspname', 'c.relname')}), null, null,
    pg_catalog.md5(t::text), false
  from pg_catalog.pg_trigger t join pg_catalog.pg_class c on c.oid = t.tgrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where not t.tgisinternal and ${OURS}
union all
  select ${key('pg_policy', 'p.oid')}, 'policy', pg_catalog.format('%I on %s', p.polname, ${within('n.nspname', 'c.relname')}), null, null,
    pg_catalog.md5(p::text), false
  from pg_catalog.pg_policy p join pg_catalog.pg_class c on c.oid = p.polrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where ${OURS}
union all
  select ${key('pg_rewrite', 'r.oid')}, 'rule', pg_catalog.format('%I on %s', r.rulename, ${within('n.nspname', 'c.relname')}), null, null,
    pg_catalog.md5(r::text), false
  from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where r.rulename <> '_RETURN' and ${OURS}
union all
  select ${key('pg_extension', 'e.oid')}, 'extension', pg_catalog.quote_ident(e.extname), null, null, e.extversion, false from pg_catalog.pg_extension e
union all
  select ${key('pg_namespace', 'n.oid')}, 'schema', pg_catalog.quote_ident(n.nspname), null, null, pg_catalog.md5(n::text), false
  from pg_catalog.pg_namespace n where ${OURS}
union all
  select pg_catalog.concat_ws(' ', 'pg_description', d.classoid, d.objoid, d.objsubid), 'comment on',
    pg_catalog.pg_describe_object(d.classoid, d.objoid, d.objsubid), null, null, pg_catalog.md5(d.description), false
  from pg_catalog.pg_description d
  where d.objoid >= 16384 and d.classoid <> 'pg_catalog.pg_extension'::pg_catalog.regclass`

/** Counts the rows of tables, and those of them that no transaction before `since` has written. */
export function writtenRows(
  tables: readonly Readonly<Record<string, unknown>>[],
  since: string | undefined,
): string {
  const isNew =
    since === undefined
      ? 'false'
      : `pg_catalog.age(xmin) <= pg_catalog.age(${literal(since)}::pg_catalog.xid)`
  return tables
    .map(
      (table) =>
        `select ${literal(String(table['key']))} as key, count(*) as rows, count(*) filter (where ${isNew}) as written from only ${String(table['name'])}`,
    )
    .join(' union all ')
}
