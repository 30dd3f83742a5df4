import type { Row } from '../postgres/session.ts'
import { keyOf, type BuiltinChange } from '../../shared/model.ts'

/** A catalog, what is compared of its rows, and the object that a row is about where it isn't itself. */
interface BuiltinCatalog {
  readonly catalog: string
  readonly says: string
  readonly about?: string
  /** Which rows count; what was only granted on an object is read as its privileges. */
  readonly where?: string
}

const owner = (column: string): string => `pg_catalog.pg_get_userbyid(x.${column})`
const unlessGranted = (catalog: string, acl: string): string =>
  `x.${acl} is not distinct from (select i.initprivs from pg_catalog.pg_init_privs i
      where i.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass and i.objoid = x.oid and i.objsubid = 0)`

const CATALOGS: readonly BuiltinCatalog[] = [
  {
    catalog: 'pg_proc',
    says: `x.prosrc, x.probin, x.procost, x.prorows, x.provolatile, x.proparallel, x.proisstrict, x.prosecdef,
      x.proleakproof, x.proretset, x.proconfig, x.prosupport::text, ${owner('proowner')}`,
    where: unlessGranted('pg_proc', 'proacl'),
  },
  {
    catalog: 'pg_rewrite',
    about: `'pg_catalog.pg_class'::pg_catalog.regclass::oid, x.ev_class, 0`,
    says: 'pg_catalog.pg_get_ruledef(x.oid), x.ev_enabled',
  },
  {
    catalog: 'pg_type',
    says: `x.typstorage, x.typdefault, x.typinput::text, x.typoutput::text, x.typanalyze::text, ${owner('typowner')}`,
    where: unlessGranted('pg_type', 'typacl'),
  },
  {
    catalog: 'pg_operator',
    says: `x.oprcode::text, x.oprrest::text, x.oprjoin::text, ${owner('oprowner')}`,
  },
  { catalog: 'pg_cast', says: 'x.castcontext, x.castmethod' },
  { catalog: 'pg_ts_dict', says: `x.dictinitoption, ${owner('dictowner')}` },
  { catalog: 'pg_ts_config', says: owner('cfgowner') },
]

/** As a value, not a join: only of rows that are newer is anything else looked at. */
const IS_NEWER = 'x.xmin::text::int8 > (select made.last from made)'

/**
 * What of Postgres's own objects was changed, commented or replaced: their rows are newer than template0, which initdb
 * makes last of all, or than what it makes just before that, where somebody altered template0 since. Members of extensions and `public`, which can have been made anew, are read by their kinds.
 */
export const BUILTIN_CHANGES = `
  with made as (
    select least(d.xmin::text::int8, (select pg_catalog.max(o.xmin::text::int8) from pg_catalog.pg_depend o
      where o.objid < 16384 and o.refobjid < 16384)) as last
    from pg_catalog.pg_database d where d.datname = 'template0'),
  changed (classid, objid, objsubid, what, says) as (
    ${CATALOGS.map(
      ({ catalog, says, about, where = 'true' }) => `
    select ${about ?? `'pg_catalog.${catalog}'::pg_catalog.regclass::oid, x.oid, 0`}, 'changed', pg_catalog.md5(row(${says})::text)
    from pg_catalog.${catalog} x where x.oid < 16384 and ${IS_NEWER} and ${where}`,
    ).join(' union all ')}
    union all
    select x.classoid, x.objoid, x.objsubid, 'commented', x.description
    from pg_catalog.pg_description x
    where x.objoid < 16384 and ${IS_NEWER}
      and x.classoid <> 'pg_catalog.pg_extension'::pg_catalog.regclass
      and not (x.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass and x.objoid in (select n.oid from pg_catalog.pg_namespace n where n.nspname = 'public'))
  )
  select c.what, c.says, a.type, a.object_names as names, a.object_args as args
  from changed c, lateral pg_catalog.pg_identify_object_as_address(c.classid, c.objid, c.objsubid) a
  where not exists (select from pg_catalog.pg_depend e where e.classid = c.classid and e.objid = c.objid and e.deptype = 'e')
  order by 3, 4, 5, 1`

/** What one row of it says. */
export const builtinChangeOf = (row: Row): BuiltinChange => {
  const address = {
    type: String(row['type']),
    names: (row['names'] ?? []) as string[],
    args: (row['args'] ?? []) as string[],
  }
  return { key: keyOf(address), address, what: String(row['what']), says: String(row['says']) }
}
