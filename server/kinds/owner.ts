import type { CatalogObject } from '../../shared/model.ts'
import { MIGRATING_ROLE } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { roleName } from './sql.ts'
import { commentTarget, targetOf } from './target.ts'

/** The role an object belongs to. */
export type Owner = { role: string }

/** Catalog, its owner column, its namespace column (null for what stands in no schema), and what more a row must be. */
const OWNED: readonly (readonly [
  catalog: string,
  owner: string,
  schema: string | null,
  only?: string,
])[] = [
  ['pg_class', 'relowner', 'relnamespace', `o.relkind in ('r', 'p', 'v', 'm', 'f', 'S')`],
  ['pg_proc', 'proowner', 'pronamespace'],
  [
    'pg_type',
    'typowner',
    'typnamespace',
    `o.typtype <> 'm' and not exists (
        select from pg_catalog.pg_type e where e.oid = o.typelem and e.typarray = o.oid) and not exists (
        select from pg_catalog.pg_class c where c.oid = o.typrelid and c.relkind <> 'c')`,
  ],
  ['pg_namespace', 'nspowner', null, `o.nspname !~ '^pg_' and o.nspname <> 'information_schema'`],
  ['pg_collation', 'collowner', 'collnamespace'],
  ['pg_conversion', 'conowner', 'connamespace'],
  ['pg_operator', 'oprowner', 'oprnamespace'],
  ['pg_opclass', 'opcowner', 'opcnamespace'],
  ['pg_opfamily', 'opfowner', 'opfnamespace'],
  ['pg_statistic_ext', 'stxowner', 'stxnamespace'],
  ['pg_ts_config', 'cfgowner', 'cfgnamespace'],
  ['pg_ts_dict', 'dictowner', 'dictnamespace'],
  ['pg_language', 'lanowner', null],
  ['pg_foreign_data_wrapper', 'fdwowner', null],
  ['pg_foreign_server', 'srvowner', null],
  ['pg_publication', 'pubowner', null],
  ['pg_event_trigger', 'evtowner', null],
  [
    'pg_subscription',
    'subowner',
    null,
    'o.subdbid = (select b.oid from pg_catalog.pg_database b where b.datname = pg_catalog.current_database())',
  ],
]

export const owner = defineKind<Owner>({
  kind: 'owner',
  attached: 'text',
  class: 'owner',
  attributes: { role: 'role' },

  // What falls with something else has the owner of that: its pg_depend row is internal, or automatic for an owned sequence.
  read: () =>
    OWNED.map(
      ([catalog, column, schema, only = 'true']) => `
    select 'pg_catalog.${catalog}'::pg_catalog.regclass::oid as classid, o.oid as objid, 0 as objsubid,
      null::text as qualifier, pg_catalog.pg_get_userbyid(o.${column})::text as role
    from pg_catalog.${catalog} o${
      schema === null
        ? ''
        : ` join pg_catalog.pg_namespace n on n.oid = o.${schema} and n.nspname !~ '^pg_'`
    }
    where ${catalog === 'pg_namespace' ? `(o.oid >= 16384 or o.nspname = 'public')` : 'o.oid >= 16384'} and ${only}
      and not exists (select from pg_catalog.pg_depend d
        where d.classid = 'pg_catalog.${catalog}'::pg_catalog.regclass and d.objid = o.oid and d.objsubid = 0
          and (d.deptype = 'e'${INTERNAL[catalog] ?? ''}))`,
    ).join('\n    union all'),

  create: (object) => give(object, object.attributes.role),
  alter: (old) => ({ statements: give(old, old.attributes.role) }),
  remove: (object) => give(object, MIGRATING_ROLE),
})

const give = (object: CatalogObject<Owner>, role: string): Statement[] => [
  {
    sql: `ALTER ${commentTarget(targetOf(object))} OWNER TO ${roleName(role)}`,
    phase: 'owner',
  },
]

/** Further pg_depend rows that leave no owner to an object: identity and owned sequences, constructors of ranges. */
const INTERNAL: Readonly<Record<string, string>> = {
  pg_class: ` or (o.relkind = 'S' and d.refobjsubid > 0 and d.deptype in ('a', 'i'))`,
  pg_proc: ` or d.deptype = 'i'`,
}
