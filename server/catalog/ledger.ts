import { literal } from '../kinds/sql.ts'
import type { Query, Row } from '../postgres/session.ts'
import { pinOf, wholeOf, type Claims, type Pin } from './dependencies.ts'
import type { Placed } from './found.ts'
import type { Ledger } from './fragments.ts'

const columnsOf = (relation: string): string => `array(
      select a.attname::text from pg_catalog.pg_attribute a
      where a.attrelid = ${relation} and a.attnum > 0 and not a.attisdropped)`

/** How the comment on a backup of the ledger begins, which a stamp makes beside it; the hash of its rows stands behind it. */
export const BACKUP_COMMENT = 'rebaseline: rows of the ledger before the stamp, sha256 '

/** The ledger's tables: of these names, or a stamp's backup, with the columns that Kysely reads. Others are tables like any. */
const tables = ({ table, lockTable, schema }: Ledger): string => `
    select c.oid, c.relname, c.relowner, c.relnamespace, c.relacl, own.needed
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join (values
      (${literal(table)}, array['name', 'timestamp']),
      (${literal(lockTable)}, array['id', 'is_locked']),
      (null, array['name', 'timestamp'])
    ) own (name, needed) on own.name = c.relname::text or own.name is null
      and pg_catalog.starts_with(pg_catalog.obj_description(c.oid, 'pg_class'), ${literal(BACKUP_COMMENT)})
    where n.nspname = ${literal(schema)} and c.relkind = 'r' and ${columnsOf('c.oid')} @> own.needed`

/** Pins of the ledger's tables and of what Kysely makes with them: columns, a default, the primary key. */
const made = (ledger: Ledger): string => `
  with ledger as (${tables(ledger)})
  select 'pg_catalog.pg_class'::pg_catalog.regclass::oid as classid, l.oid as objid, 0 as objsubid, true as whole from ledger l
  union all
  select 'pg_catalog.pg_class'::pg_catalog.regclass::oid, a.attrelid, a.attnum, false
  from ledger l join pg_catalog.pg_attribute a on a.attrelid = l.oid and a.attname::text = any (l.needed)
  union all
  select 'pg_catalog.pg_attrdef'::pg_catalog.regclass::oid, d.oid, 0, false
  from ledger l join pg_catalog.pg_attribute a on a.attrelid = l.oid and a.attname::text = any (l.needed)
  join pg_catalog.pg_attrdef d on d.adrelid = l.oid and d.adnum = a.attnum
  union all
  select 'pg_catalog.pg_constraint'::pg_catalog.regclass::oid, k.oid, 0, false
  from ledger l join pg_catalog.pg_constraint k on k.conrelid = l.oid and k.contype = 'p'`

/** Who may do no more with a table of the ledger than default privileges give them with every new table of its owner. */
const usuallyGranted = (ledger: Ledger): string => `
  with ledger as (${tables(ledger)}),
  granted as (
    select l.oid, acl.grantee, acl.privilege_type, acl.is_grantable
    from ledger l cross join lateral pg_catalog.aclexplode(coalesce(l.relacl, pg_catalog.acldefault('r', l.relowner))) acl
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
  )
  select 'pg_catalog.pg_class'::pg_catalog.regclass::oid as classid, g.oid as objid, 0 as objsubid,
    case g.grantee when 0 then 'public' else pg_catalog.pg_get_userbyid(g.grantee)::text end as grantee
  from granted g join ledger l on l.oid = g.oid
  left join usual u on u.oid = g.oid and u.grantee = g.grantee
    and u.privilege_type = g.privilege_type and u.is_grantable = g.is_grantable
  where g.grantee <> l.relowner
  group by g.oid, g.grantee having pg_catalog.bool_and(u.oid is not null)`

/** What belongs to the migrator's own tables in one database. */
export interface LedgerPins {
  readonly tables: ReadonlySet<Pin>
  /** These, and what Kysely makes with them. */
  readonly made: readonly Pin[]
  /** Pins, each with a role behind it: what default privileges alone gave that one. */
  readonly usual: ReadonlySet<string>
}

/** Finds the migrator's own tables, where they are as Kysely makes them. */
export async function readLedger(query: Query, ledger: Ledger): Promise<LedgerPins> {
  const [all, granted] = await Promise.all([query(made(ledger)), query(usuallyGranted(ledger))])
  return {
    tables: new Set(all.filter((row) => row['whole'] === true).map(pinIn)),
    made: all.map(pinIn),
    usual: new Set(granted.map((row) => grantIn(pinIn(row), String(row['grantee'])))),
  }
}

const pinIn = (row: Row): Pin => pinOf(row['classid'], row['objid'], row['objsubid'])
const grantIn = (pin: Pin, role: string): string => `${pin} ${role}`

/** Tells what is people's own from the migrator's tables, what is part of them, and what is said of any of it. */
export function splitLedger<T extends Placed>(
  found: readonly T[],
  claims: Claims,
  { tables, usual }: LedgerPins,
): { readonly peoples: readonly T[]; readonly ledgers: readonly T[] } {
  if (tables.size === 0) return { peoples: found, ledgers: [] }
  const isInside = (pin: Pin | undefined): boolean =>
    pin !== undefined && tables.has(wholeOf(claims.root(pin)))
  const parts = new Set(
    found.flatMap(({ module, pin, parentPin }) =>
      !module.attached && (isInside(pin) || isInside(parentPin)) ? [pin] : [],
    ),
  )
  const isLedgers = ({ pin }: T): boolean => parts.has(pin) || isInside(pin)
  const isUsual = ({ module, pin, role }: T): boolean =>
    module.attached === 'role' && role !== undefined && usual.has(grantIn(pin, role))
  return {
    peoples: found.filter((each) => !isLedgers(each)),
    ledgers: found.filter((each) => isLedgers(each) && !isUsual(each)),
  }
}
