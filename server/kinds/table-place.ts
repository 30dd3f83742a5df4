const qualifiedName = (alias: string, schema: string): string =>
  `pg_catalog.quote_ident(${schema}.nspname) || '.' || pg_catalog.quote_ident(${alias}.relname)`

/** Columns of a query of tables `c`: what each is a partition of, with its bound, whether it is half detached from that, and what it inherits from. */
export const PLACE_AMONG_TABLES = `
      (select array['table', pn.nspname, p.relname]::text[] from pg_catalog.pg_inherits i
        join pg_catalog.pg_class p on p.oid = i.inhparent join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
        where i.inhrelid = c.oid and c.relispartition) as "partitionOf",
      case when c.relispartition then pg_catalog.pg_get_expr(c.relpartbound, c.oid) end as "partitionBound",
      c.relispartition and exists (select from pg_catalog.pg_inherits i
        where i.inhrelid = c.oid and i.inhdetachpending) as detaching,
      array(select ${qualifiedName('p', 'pn')} from pg_catalog.pg_inherits i
        join pg_catalog.pg_class p on p.oid = i.inhparent join pg_catalog.pg_namespace pn on pn.oid = p.relnamespace
        where i.inhrelid = c.oid and not c.relispartition order by i.inhseqno) as inherits`

/** Why no statement makes up for a partition that is half detached on one side alone. */
export const beyondDetaching = (
  old: { readonly attributes: { readonly detaching: boolean } },
  rebuilt: { readonly attributes: { readonly detaching: boolean } },
): string | undefined =>
  old.attributes.detaching === rebuilt.attributes.detaching
    ? undefined
    : 'a DETACH PARTITION … CONCURRENTLY was broken off: end it, on the side where it was, with ALTER TABLE … DETACH PARTITION … FINALIZE'
