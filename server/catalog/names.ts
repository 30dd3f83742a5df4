/** The object identifiers of catalogs, as a list. */
export const catalogs = (...names: string[]): string =>
  names.map((name) => `'pg_catalog.${name}'::pg_catalog.regclass`).join(', ')

/** A relation, or its column with that number: null for what is gone. */
const inRelation = (relation: string, number: string): string => `
    select row(k.classid, space.nspname, relation.relname, member.attname)::text
    from pg_catalog.pg_class relation
    join pg_catalog.pg_namespace space on space.oid = relation.relnamespace
    left join pg_catalog.pg_attribute member on member.attrelid = relation.oid and member.attnum = ${number} and ${number} <> 0
    where relation.oid = ${relation} and (member.attname is not null or ${number} = 0)`

/**
 * Adds `object_name` to rows of classid, objid and objsubid: a text that is the same on every server, and no other
 * object's of that catalog; null for what is gone. Most objects are relations and their columns: for them Postgres's
 * own function would take longer than all else.
 */
export const withName = (sql: string): string => `
  select k.*, case k.classid
    when ${catalogs('pg_class')} then (${inRelation('k.objid', 'k.objsubid')})
    when ${catalogs('pg_attrdef')} then (
      select inside.name from pg_catalog.pg_attrdef d, lateral (${inRelation('d.adrelid', 'd.adnum')}) inside (name) where d.oid = k.objid)
    else (select row(a.type, case a.type when 'database' then '{}' else a.object_names end, a.object_args)::text
      from pg_catalog.pg_identify_object_as_address(k.classid, k.objid, k.objsubid) a where a.type is not null) end as object_name
  from (${sql}) k`
