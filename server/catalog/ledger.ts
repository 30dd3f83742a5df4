import { literal } from '../kinds/sql.ts'
import type { Row } from '../postgres/session.ts'
import type { Ledger } from './fragments.ts'

const columnsOf = (relation: string): string => `array(
      select a.attname::text from pg_catalog.pg_attribute a
      where a.attrelid = ${relation} and a.attnum > 0 and not a.attisdropped)`

/** The ledger's tables: of these names, with the columns that Kysely reads. Others are tables like any. */
const tables = ({ table, lockTable, schema }: Ledger): string => `
    select c.oid, c.relname, c.relowner, c.relnamespace, own.columns
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join (values
      (${literal(table)}, array['name', 'timestamp'], array[
        'name character varying(255) NOT NULL', 'timestamp character varying(255) NOT NULL']),
      (${literal(lockTable)}, array['id', 'is_locked'], array[
        'id character varying(255) NOT NULL', 'is_locked integer NOT NULL DEFAULT 0'])
    ) own (name, needed, columns) on own.name = c.relname::text
    where n.nspname = ${literal(schema)} and c.relkind = 'r' and ${columnsOf('c.oid')} @> own.needed`

/** Pins of the ledger's tables. */
export const ledgerTables = (ledger: Ledger): string => `
  select 'pg_catalog.pg_class'::pg_catalog.regclass::oid as classid, l.oid as objid
  from (${tables(ledger)}) l`

/**
 * What the ledger's tables have that Kysely doesn't make: one row each, with its definition. Their constraints' triggers,
 * and what default privileges grant, come by themselves.
 */
export const ledgerAdditions = (ledger: Ledger, migratingRole: string): string => `
  with ledger as (${tables(ledger)}),
  own_columns as (
    select l.oid, a.attname::text || ' ' || pg_catalog.format_type(a.atttypid, a.atttypmod)
      || case when a.attnotnull then ' NOT NULL' else '' end
      || coalesce(' DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid), '') as definition, a.attname
    from ledger l join pg_catalog.pg_attribute a on a.attrelid = l.oid and a.attnum > 0 and not a.attisdropped
    left join pg_catalog.pg_attrdef d on d.adrelid = l.oid and d.adnum = a.attnum
  ),
  granted as (
    select l.oid, 'grant' as what, acl.grantee, acl.privilege_type, acl.is_grantable
    from ledger l join pg_catalog.pg_class c on c.oid = l.oid
    cross join lateral pg_catalog.aclexplode(coalesce(c.relacl, pg_catalog.acldefault('r', c.relowner))) acl
  ),
  usual as (
    select l.oid, acl.grantee, acl.privilege_type, acl.is_grantable
    from ledger l
    cross join lateral (
      select coalesce((select d.defaclacl from pg_catalog.pg_default_acl d
          where d.defaclrole = l.relowner and d.defaclnamespace = 0 and d.defaclobjtype = 'r'),
        pg_catalog.acldefault('r', l.relowner)) as acl
      union all
      select d.defaclacl from pg_catalog.pg_default_acl d
      where d.defaclrole = l.relowner and d.defaclnamespace = l.relnamespace and d.defaclobjtype = 'r'
    ) given cross join lateral pg_catalog.aclexplode(given.acl) acl
    union
    select l.oid, acl.grantee, acl.privilege_type, acl.is_grantable
    from ledger l cross join lateral pg_catalog.aclexplode(pg_catalog.acldefault('r', l.relowner)) acl
  ),
  additions (oid, label, definition) as (
    select c.oid, 'column ' || c.attname, c.definition
    from own_columns c join ledger l on l.oid = c.oid where c.definition <> all (l.columns)
    union all
    select t.tgrelid, 'trigger ' || t.tgname, pg_catalog.pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text
    from pg_catalog.pg_trigger t join ledger l on l.oid = t.tgrelid where not t.tgisinternal
    union all
    select r.ev_class, 'rule ' || r.rulename, pg_catalog.pg_get_ruledef(r.oid) || ' ' || r.ev_enabled::text
    from pg_catalog.pg_rewrite r join ledger l on l.oid = r.ev_class
    union all
    select p.polrelid, 'policy ' || p.polname, pg_catalog.concat_ws(' ', p.polcmd::text, p.polpermissive::text,
      array(select case r when 0 then 'public' else pg_catalog.pg_get_userbyid(r)::text end
        from pg_catalog.unnest(p.polroles) r order by 1)::text,
      pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
    from pg_catalog.pg_policy p join ledger l on l.oid = p.polrelid
    union all
    select c.oid, 'row-level security', case when c.relforcerowsecurity then 'forced' else 'enabled' end
    from pg_catalog.pg_class c join ledger l on l.oid = c.oid where c.relrowsecurity or c.relforcerowsecurity
    union all
    select i.indrelid, 'index ' || c.relname, pg_catalog.pg_get_indexdef(i.indexrelid)
    from pg_catalog.pg_index i join ledger l on l.oid = i.indrelid join pg_catalog.pg_class c on c.oid = i.indexrelid
    where not exists (select from pg_catalog.pg_constraint k where k.conindid = i.indexrelid and k.conrelid = i.indrelid)
    union all
    select k.conrelid, 'constraint ' || k.conname, pg_catalog.pg_get_constraintdef(k.oid)
    from pg_catalog.pg_constraint k join ledger l on l.oid = k.conrelid
    where k.contype <> 'n' and not (k.contype = 'p'
      and pg_catalog.pg_get_constraintdef(k.oid) in ('PRIMARY KEY (name)', 'PRIMARY KEY (id)'))
    union all
    select l.oid, 'no primary key', 'none' from ledger l
    where not exists (select from pg_catalog.pg_constraint k where k.conrelid = l.oid and k.contype = 'p')
    union all
    select l.oid, 'comment' || case d.objsubid when 0 then '' else ' on a column' end, d.description
    from ledger l join pg_catalog.pg_description d on d.objoid = l.oid and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
    union all
    select coalesce(i.indrelid, k.conrelid), 'comment on an index or constraint', d.description
    from pg_catalog.pg_description d
    left join pg_catalog.pg_index i on i.indexrelid = d.objoid and d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
    left join pg_catalog.pg_constraint k on k.oid = d.objoid and d.classoid = 'pg_catalog.pg_constraint'::pg_catalog.regclass
    where coalesce(i.indrelid, k.conrelid) in (select l.oid from ledger l)
    union all
    select g.oid, 'grants', pg_catalog.string_agg(pg_catalog.concat_ws(' ',
        case g.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(g.grantee)::text end, g.privilege_type, g.is_grantable::text),
      ', ' order by 1)
    from (select g.oid, case when g.grantee = l.relowner then null else g.grantee end as grantee, g.privilege_type, g.is_grantable
      from granted g join ledger l on l.oid = g.oid
      where not exists (select from usual u
        where u.oid = g.oid and u.grantee = g.grantee and u.privilege_type = g.privilege_type and u.is_grantable = g.is_grantable)
    ) g group by g.oid
    union all
    select l.oid, 'privileges that its owner lacks', 'revoked' from ledger l
    where exists (select from pg_catalog.aclexplode(pg_catalog.acldefault('r', l.relowner)) u
      where not exists (select from granted g where g.oid = l.oid and g.grantee = u.grantee and g.privilege_type = u.privilege_type))
    union all
    select a.attrelid, 'grants on column ' || a.attname, a.attacl::text
    from pg_catalog.pg_attribute a join ledger l on l.oid = a.attrelid where a.attacl is not null
    union all
    select l.oid, 'owner', pg_catalog.pg_get_userbyid(l.relowner)::text from ledger l
    where pg_catalog.pg_get_userbyid(l.relowner)::text <> ${literal(migratingRole)}
    union all
    select c.oid, 'options', pg_catalog.concat_ws(' ', c.relpersistence::text, c.relreplident::text, c.reltablespace::text, c.reloptions::text)
    from pg_catalog.pg_class c join ledger l on l.oid = c.oid
    where c.relpersistence <> 'p' or c.relreplident <> 'd' or c.reltablespace <> 0 or c.reloptions is not null
    union all
    select i.inhrelid, 'parent', i.inhparent::pg_catalog.regclass::text
    from pg_catalog.pg_inherits i join ledger l on l.oid = i.inhrelid
  )
  select c.relname::text as name, a.label, a.definition
  from additions a join pg_catalog.pg_class c on c.oid = a.oid
  order by c.relname::text collate "C", a.label collate "C", a.definition collate "C"`

/** `kysely_migration: trigger audit` with what it says. */
export const additionOf = (row: Row): readonly [label: string, definition: string] => [
  `${String(row['name'])}: ${String(row['label'])}`,
  String(row['definition']),
]
