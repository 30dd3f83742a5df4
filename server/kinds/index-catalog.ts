import { fallsWithExtensions } from './falls-with.ts'
import { notMember, options, parent, self, userSchema, withSortedOptions } from './sql.ts'

/** A key column as Postgres prints it: expression, collation, operator class with its options, order. */
const KEY_COLUMNS = `
      array(select pg_catalog.concat_ws(' ',
          pg_catalog.pg_get_indexdef(i.indexrelid, p, false),
          (select 'COLLATE ' || pg_catalog.quote_ident(ln.nspname) || '.' || pg_catalog.quote_ident(l.collname)
            from pg_catalog.pg_collation l join pg_catalog.pg_namespace ln on ln.oid = l.collnamespace
            where l.oid = i.indcollation[p - 1] and l.oid <> ka.attcollation),
          (select pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(o.opcname)
            from pg_catalog.pg_opclass o join pg_catalog.pg_namespace pn on pn.oid = o.opcnamespace
            where o.oid = i.indclass[p - 1] and not o.opcdefault),
          case when ia.attoptions is not null then '(' || pg_catalog.array_to_string(ia.attoptions, ', ') || ')' end,
          case when i.indoption[p - 1] & 1 = 1 then 'DESC' end,
          case when i.indoption[p - 1] & 3 = 2 then 'NULLS FIRST' when i.indoption[p - 1] & 3 = 1 then 'NULLS LAST' end)
        from generate_series(1, i.indnkeyatts) p
        join pg_catalog.pg_attribute ia on ia.attrelid = i.indexrelid and ia.attnum = p
        left join pg_catalog.pg_attribute ka on ka.attrelid = i.indrelid and ka.attnum = i.indkey[p - 1] and ka.attnum <> 0
        order by p)`

/** Every index of that server major that is not the one behind a constraint. */
export const indexCatalog = (major: number): string => `
    select ${self('pg_class', 'c.oid')}, ${parent('pg_class', 'i.indrelid')},
      a.amname::text as method, i.indisunique as unique,
      ${major < 15 ? 'false' : 'i.indnullsnotdistinct'} as "nullsNotDistinct",
      ${KEY_COLUMNS} as columns,
      array(select ta.attname::text from generate_series(i.indnkeyatts, i.indnatts - 1) p
        join pg_catalog.pg_attribute ta on ta.attrelid = i.indrelid and ta.attnum = i.indkey[p] order by p) as include,
      pg_catalog.pg_get_expr(i.indpred, i.indrelid) as predicate,
      ${options('c.reloptions')} as options,
      (select s.spcname::text from pg_catalog.pg_tablespace s where s.oid = c.reltablespace) as tablespace,
      array(select ia.attnum || '=' || ia.attstattarget from pg_catalog.pg_attribute ia
        where ia.attrelid = c.oid and ia.attstattarget >= 0 order by ia.attnum) as statistics,
      i.indisclustered as clustered, i.indisreplident as "replicaIdentity",
      ${fallsWithExtensions('pg_class', 'c.oid')} as extensions,
      i.indisvalid and i.indisready as valid,
      (select array['index', pn.nspname, p.relname]::text[] from pg_catalog.pg_inherits h
        join pg_catalog.pg_class p on p.oid = h.inhparent join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = c.oid) as "attachedTo",
      (select array['index', pn.nspname, p.relname]::text[] from pg_catalog.pg_inherits h
        join pg_catalog.pg_class p on p.oid = h.inhparent join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
        where h.inhrelid = c.oid) as origin,
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
    cross join lateral (select ${withSortedOptions('pg_catalog.pg_get_indexdef(c.oid)', 'c.reloptions')} as statement) d
    where ${userSchema('n')} and t.relkind in ('r', 'p', 'm') and ${notMember('pg_class', 'i.indrelid')}
      and ${notMember('pg_class', 'c.oid')}
      and not exists (select from pg_catalog.pg_constraint k where k.conindid = c.oid and k.contype in ('p', 'u', 'x'))`
