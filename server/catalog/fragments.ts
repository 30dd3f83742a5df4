import { userSchema } from '../kinds/sql.ts'
import { BIRTH_LIMIT, readMarker } from '../postgres/marker.ts'
import type { Row, SessionFacts } from '../postgres/session.ts'
import type { ServerFacts } from '../../shared/model.ts'

/** The names of Kysely's own two tables in one database. */
export interface Ledger {
  readonly table: string
  readonly lockTable: string
  readonly schema: string
}

/** What Kysely calls them unless told. */
export const DEFAULT_LEDGER: Ledger = {
  table: 'kysely_migration',
  lockTable: 'kysely_migration_lock',
  schema: 'public',
}

/** Where each major keeps the name of a locale that isn't of the system's own library. */
const ownLocale = (major: number): string => (major >= 17 ? 'd.datlocale' : 'd.daticulocale')

const locale = (major: number): string =>
  major < 15
    ? `'libc ' || d.datcollate`
    : `case d.datlocprovider when 'c' then 'libc ' || d.datcollate
        else case d.datlocprovider when 'i' then 'ICU ' when 'b' then 'builtin ' else d.datlocprovider::text || ' ' end
          || coalesce(${ownLocale(major)}, '') ${major >= 16 ? `|| coalesce(' with rules ' || pg_catalog.quote_literal(d.daticurules), '')` : ''} end`

/**
 * The role that owns most objects in these schemas, or that reads where another owns as many. What is a part of another
 * object has its owner; what a trusted extension brings belongs to the server's superuser, whoever made it.
 */
export const migratingRole = (ofSchema = userSchema('n')): string => `
  coalesce((
      select r.rolname::text from (
        select c.relowner as owner, c.relnamespace as schema, c.tableoid as catalog, c.oid, c.relkind = 'S' as is_sequence from pg_catalog.pg_class c
          where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and c.oid >= 16384
        union all select p.proowner, p.pronamespace, p.tableoid, p.oid, false from pg_catalog.pg_proc p where p.oid >= 16384
        union all select t.typowner, t.typnamespace, t.tableoid, t.oid, false from pg_catalog.pg_type t where t.typtype in ('e', 'd', 'r') and t.oid >= 16384
      ) o
      join pg_catalog.pg_namespace n on n.oid = o.schema
      join pg_catalog.pg_roles r on r.oid = o.owner
      where ${ofSchema}
        and not exists (select from pg_catalog.pg_depend e
          where e.classid = o.catalog and e.objid = o.oid and (e.deptype in ('e', 'i') or (e.deptype = 'a' and o.is_sequence)))
      group by r.rolname order by count(*) desc, r.rolname <> current_user, r.rolname limit 1
    ), current_user::text)`

/** One row: encoding, locale, what else the database itself has, and the migrating role. */
export const serverFactsQuery = (major: number): string => `
  select pg_catalog.pg_encoding_to_char(d.encoding) as encoding,
    ${locale(major)} || ', LC_CTYPE ' || d.datctype as locale,
    ${major >= 15 ? 'd.datcollversion' : 'null::text'} as "collationVersion",
    pg_catalog.shobj_description(d.oid, 'pg_database') as comment,
    case when d.datconnlimit not in (-1, ${BIRTH_LIMIT}) then d.datconnlimit::text end as "connection limit",
    case when d.datistemplate then 'yes' end as "is a template",
    (select t.spcname::text from pg_catalog.pg_tablespace t where t.oid = d.dattablespace and t.spcname <> 'pg_default') as tablespace,
    pg_catalog.pg_get_userbyid(d.datdba)::text as owner,
    ${migratingRole()} as "migratingRole"
  from pg_catalog.pg_database d where d.datname = pg_catalog.current_database()`

/** What a row of it says, in words; our own mark on a scratch database is no comment of anybody. */
function databaseOf(row: Row): Readonly<Record<string, string | null>> {
  const text = (name: string): string | null => {
    const value = row[name]
    return typeof value === 'string' ? value : null
  }
  const owner = text('owner')
  return {
    comment: readMarker(row['comment']) ? null : text('comment'),
    'connection limit': text('connection limit'),
    'is a template': text('is a template'),
    tablespace: text('tablespace'),
    owner: owner === row['migratingRole'] ? null : owner,
  }
}

/** What a row of it is, as a model tells it. */
export const serverFactsOf = (row: Row, { major, version }: SessionFacts): ServerFacts => ({
  major,
  version,
  encoding: String(row['encoding']),
  locale: String(row['locale']),
  collationVersion: (row['collationVersion'] ?? null) as string | null,
  database: databaseOf(row),
  migratingRole: String(row['migratingRole']),
})

/** Attributes that Postgres prints for every such object; null means that it is gone meanwhile, or can't be printed. */
export const NEVER_NULL: ReadonlySet<string> = new Set(['definition', 'statement'])

/** Adds the portable address to a kind's rows; a database is where its objects are, however it is called. */
export const withAddress = (sql: string): string => `
  select k.*, a.type as address_type, 
    case a.type when 'database' then '{}' else a.object_names end as address_names, a.object_args as address_args
  from (${sql}) k left join lateral pg_catalog.pg_identify_object_as_address(k.classid, k.objid, k.objsubid) a on true`

const TEMPORARY = `(select n.oid from pg_catalog.pg_namespace n where n.nspname ~ '^pg_(toast_)?temp')`
const OF_TEMPORARY = `(select t.oid from pg_catalog.pg_class t where t.relnamespace in ${TEMPORARY})`

// Temporary tables come and go on a busy server and are nobody's schema.
const FINGERPRINTED: Readonly<Record<string, string>> = {
  pg_class: `x.relnamespace not in ${TEMPORARY}`,
  pg_type: `x.typnamespace not in ${TEMPORARY}`,
  pg_constraint: `x.connamespace not in ${TEMPORARY}`,
  pg_attrdef: `x.adrelid not in ${OF_TEMPORARY}`,
  pg_trigger: `x.tgrelid not in ${OF_TEMPORARY}`,
  pg_namespace: `x.oid not in ${TEMPORARY}`,
  pg_proc: 'true',
  pg_rewrite: 'true',
  pg_policy: 'true',
  pg_extension: 'true',
  pg_operator: 'true',
  pg_default_acl: 'true',
  pg_collation: 'true',
  pg_cast: 'true',
  pg_statistic_ext: 'true',
  pg_conversion: 'true',
  pg_opclass: 'true',
  pg_opfamily: 'true',
  pg_amop: 'true',
  pg_amproc: 'true',
  pg_am: 'true',
  pg_enum: 'true',
  pg_language: 'true',
  pg_transform: 'true',
  pg_ts_config: 'true',
  pg_ts_dict: 'true',
  pg_ts_parser: 'true',
  pg_ts_template: 'true',
  pg_publication: 'true',
  pg_foreign_data_wrapper: 'true',
  pg_foreign_server: 'true',
  pg_event_trigger: 'true',
  pg_database: 'x.datname = pg_catalog.current_database()',
}

/** Catalogs whose rows have no oid: what tells their rows apart, and which rows count. */
const KEYED: readonly (readonly [catalog: string, key: readonly string[], where: string])[] = [
  [
    'pg_attribute',
    ['attrelid', 'attnum'],
    `x.attrelid >= 16384 and x.attrelid not in ${OF_TEMPORARY}`,
  ],
  ['pg_index', ['indexrelid'], `x.indrelid not in ${OF_TEMPORARY}`],
  ['pg_sequence', ['seqrelid'], 'true'],
  ['pg_aggregate', ['aggfnoid::oid'], 'true'],
  ['pg_range', ['rngtypid'], 'true'],
  ['pg_inherits', ['inhrelid', 'inhseqno'], `x.inhrelid not in ${OF_TEMPORARY}`],
  ['pg_partitioned_table', ['partrelid'], 'true'],
  ['pg_foreign_table', ['ftrelid'], 'true'],
  ['pg_ts_config_map', ['mapcfg', 'maptokentype', 'mapseqno'], 'true'],
  ['pg_description', ['objoid', 'objsubid'], 'x.objoid >= 2200'],
  ['pg_seclabel', ['objoid', 'objsubid'], 'true'],
  ['pg_init_privs', ['objoid', 'objsubid'], 'true'],
  [
    'pg_db_role_setting',
    ['setdatabase', 'setrole'],
    'x.setdatabase = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())',
  ],
  // A changed owner or member of an extension leaves its trace here alone.
  [
    'pg_depend',
    ['objid', 'objsubid', 'refobjid', 'refobjsubid'],
    `x.deptype in ('e', 'x') or (x.deptype = 'a' and x.objid >= 16384 and x.refobjid not in ${OF_TEMPORARY})`,
  ],
]

const counted = (catalog: string, key: readonly string[], where: string): string => `
    select '${catalog}' as name, count(*) as rows,
      coalesce(sum(pg_catalog.hash_record_extended(row(${key.map((column) => `x.${column}`).join(', ')}, x.xmin), 0)), 0) as sum
    from pg_catalog.${catalog} x where ${where}`

/** Which transactions a snapshot sees: where two give the same, nothing was committed between them. */
export const SNAPSHOT = 'select pg_catalog.pg_current_snapshot()::text as snapshot'

/** Changes whenever anything in the catalogs does: pg_get_*def() look past the snapshot, so it is read twice. */
export const FINGERPRINT = `
  select pg_catalog.md5(pg_catalog.string_agg(c.name || ' ' || c.rows || ' ' || c.sum, ',' order by c.name)) as fingerprint
  from (
    ${Object.entries(FINGERPRINTED)
      .map(([catalog, where]) => counted(catalog, ['oid'], where))
      .join('\n    union all ')}
    union all ${KEYED.map(([catalog, key, where]) => counted(catalog, key, where)).join('\n    union all ')}
  ) c`
