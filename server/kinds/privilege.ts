import type { Address, CatalogObject, Model } from '../../shared/model.ts'
import { keyOf } from '../../shared/model.ts'
import type { Access } from './access.ts'
import {
  ACCESS_RULES,
  accessDifferences,
  asRole,
  grants,
  maintainBetweenMajors,
  privilegesSince,
  revokes,
  withGrantOption,
} from './access.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { roleName, schemaOf, twoWays } from './sql.ts'
import { inThisDatabase, privilegeTarget, targetOf } from './target.ts'

/** What a role may do with an object or column, where that isn't what Postgres gives it anyway. */
export type Privilege = Access

interface Secured {
  readonly catalog: string
  readonly acl: string
  readonly owner: string
  /** The letter of acldefault(). */
  readonly letter: string
  readonly schema?: string
  readonly only?: string
}

const SECURED: readonly Secured[] = [
  {
    catalog: 'pg_class',
    acl: 'relacl',
    owner: 'relowner',
    letter: `case o.relkind when 'S' then 's' else 'r' end`,
    schema: 'relnamespace',
  },
  { catalog: 'pg_proc', acl: 'proacl', owner: 'proowner', letter: `'f'`, schema: 'pronamespace' },
  { catalog: 'pg_type', acl: 'typacl', owner: 'typowner', letter: `'T'`, schema: 'typnamespace' },
  {
    catalog: 'pg_namespace',
    acl: 'nspacl',
    owner: 'nspowner',
    letter: `'n'`,
    only: `o.nspname !~ '^pg_(temp|toast)' and o.nspname <> 'information_schema'`,
  },
  {
    catalog: 'pg_database',
    acl: 'datacl',
    owner: 'datdba',
    letter: `'d'`,
    only: 'o.datname = pg_catalog.current_database()',
  },
  { catalog: 'pg_language', acl: 'lanacl', owner: 'lanowner', letter: `'l'` },
  { catalog: 'pg_foreign_data_wrapper', acl: 'fdwacl', owner: 'fdwowner', letter: `'F'` },
  { catalog: 'pg_foreign_server', acl: 'srvacl', owner: 'srvowner', letter: `'S'` },
]

export const privilege = defineKind<Privilege>({
  kind: 'privilege',
  attached: 'role',
  class: 'privilege',
  standard: ({ attributes }) => ({ privileges: attributes.standard, passedOn: [] }),
  attributes: ACCESS_RULES,
  betweenMajors: maintainBetweenMajors,

  // A member of an extension is measured against what the extension itself granted, Postgres's own against initdb.
  read: () => `
    with secured (classid, objid, objsubid, owner, acl, standard) as (${SECURED.map(securedRows).join(' union all ')}
      union all ${securedColumns}
    )
    select s.classid, s.objid, s.objsubid, access.*
    from secured s cross join lateral (${accessDifferences('s.acl', 's.standard', 's.owner')}
    ) access`,

  vary: ({ attributes: { privileges, grantee } }) => [
    ...(privileges.length > 1 ? [{ privileges: privileges.slice(1) }] : []),
    ...(grantee === 'public' || privileges[0] === undefined
      ? []
      : [{ privileges: [withGrantOption(privileges[0]), ...privileges.slice(1)] }]),
  ],

  create: (object) => [...revoke(object), ...grantAll(object)],
  alter: (old, rebuilt, { model }) => ({
    statements: [...takeBack(old, rebuilt), ...grantAll(old), ...grantOnColumns(old, model)],
  }),

  remove(object) {
    const { grantee, standard } = object.attributes
    const target = privilegeTarget(targetOf(object, true))
    const theirs = passersOf(object).map((role) => asRole(role, revokedAll(object)))
    return late([...theirs, revokedAll(object), ...grants(standard, target, grantee)], [])
  },
})

function grantAll(object: CatalogObject<Access>): Statement[] {
  const { grantee, privileges, passedOn } = object.attributes
  const target = privilegeTarget(targetOf(object, true))
  const grantors = passersOf(object)
  const passed = grantors.flatMap((grantor) => {
    const theirs = passedOn.filter((grant) => grant[1] === grantor)
    const names = theirs.map(([privilege]) => privilege)
    return grants(names, target, grantee).map((sql) => asRole(grantor, sql))
  })
  return [
    ...late(grants(privileges, target, grantee), onTableOf(object.address)),
    ...late(passed, grantsTo(object, grantors)),
  ]
}

const late = (statements: readonly string[], needs: readonly string[]): Statement[] =>
  statements.map((sql) => ({
    sql: inThisDatabase(sql),
    phase: 'privilege',
    needs,
    ...privilegesSince(sql),
  }))

/** Only what the grantee has at first is taken away: REVOKE on a table takes the privileges on its columns as well. */
function revoke(object: CatalogObject<Access>): Statement[] {
  // A new database has a schema `public`, with privileges of its own.
  const mayExist = object.address.type === 'privilege on schema'
  return mayExist || object.attributes.standard.length > 0 ? revokeAll(object) : []
}

const revokeAll = (object: CatalogObject<Access>): Statement[] => late([revokedAll(object)], [])

function revokedAll(object: CatalogObject<Access>): string {
  const { object: on, columns } = privilegeTarget(targetOf(object, true))
  return `REVOKE ALL${columns} ON ${on} FROM ${roleName(object.attributes.grantee)}`
}

/** The roles other than the owner that granted something of it. */
const passersOf = ({ attributes }: CatalogObject<Access>): readonly string[] => [
  ...new Set(attributes.passedOn.map(([, grantor]) => grantor)),
]

/**
 * Revokes what old hasn't, in the name of each role that granted it; what was passed on because of it isn't in old
 * either. What both have stays: others may have got it passed on.
 */
function takeBack(old: CatalogObject<Access>, rebuilt: CatalogObject<Access>): Statement[] {
  const target = privilegeTarget(targetOf(old, true))
  const granted = ({ attributes }: CatalogObject<Access>, grantor: string): string[] =>
    attributes.passedOn.filter(([, by]) => by === grantor).map(([privilege]) => privilege)
  const passers = passersOf(rebuilt).flatMap((grantor) =>
    revokes(granted(rebuilt, grantor), granted(old, grantor), target, old.attributes.grantee).map(
      (sql) => asRole(grantor, sql),
    ),
  )
  const { privileges, grantee } = old.attributes
  return late(
    [...passers, ...revokes(rebuilt.attributes.privileges, privileges, target, grantee)],
    [],
  )
}

/** REVOKE on a table takes the same privileges on its columns. */
const grantOnColumns = (
  { address, attributes }: CatalogObject<Access>,
  model: Model,
): Statement[] =>
  [...model.objects.values()]
    .filter(
      (other) =>
        other.address.type === `${address.type} column` &&
        address.names.every((name, place) => other.address.names[place] === name) &&
        other.attributes['grantee'] === attributes.grantee,
    )
    .flatMap((other) => grantAll(other as CatalogObject<Access>))

/** Column privileges come after those on their table, whose REVOKE would take them away. */
const onTableOf = ({ type, names, args }: Address): string[] =>
  type.endsWith(' column')
    ? [keyOf({ type: type.slice(0, -' column'.length), names: names.slice(0, -1), args })]
    : []

/**
 * Who passes a privilege on must have got it before, for the object or, with a column, for its table, and must be let
 * into the schema.
 */
function grantsTo({ key, address }: CatalogObject<Access>, roles: readonly string[]): string[] {
  const schema = schemaOf(address)
  const entry = (role: string): string =>
    keyOf({ type: 'privilege on schema', names: [schema], args: [role] })
  return roles
    .map((role) => ({ ...address, args: [...address.args.slice(0, -1), role] }))
    .flatMap((granted) => [keyOf(granted), ...onTableOf(granted)])
    .concat([...roles, 'public'].map(entry))
    .filter((needed) => needed !== key)
}

function securedRows({ catalog, acl, owner, letter, schema, only = 'true' }: Secured): string {
  const join = schema
    ? `join pg_catalog.pg_namespace n on n.oid = o.${schema} and n.nspname !~ '^pg_(temp|toast)'`
    : ''
  const usual = `pg_catalog.acldefault(${letter}::"char", o.${owner})`
  // initdb opens the views of information_schema after it has noted the initial privileges.
  const standard =
    catalog === 'pg_class'
      ? `${usual} || case when o.oid < 16384 and n.nspname = 'information_schema'
          then array[pg_catalog.makeaclitem(0, o.relowner, 'SELECT', false)] else '{}' end`
      : usual
  return `
      select 'pg_catalog.${catalog}'::pg_catalog.regclass::oid, o.oid, 0, o.${owner},
        coalesce(o.${acl}, ${usual}), coalesce(i.initprivs, ${standard})
      from pg_catalog.${catalog} o ${join} ${initial(catalog, '0')}
      where (o.${acl} is not null or i.initprivs is not null) and ${only}`
}

const isInitialOfColumn = `x.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass and x.objsubid <> 0`

// Hardly any of the columns have privileges of their own: those that have are found first.
const securedColumns = `
      select 'pg_catalog.pg_class'::pg_catalog.regclass::oid, o.oid, a.attnum::int, o.relowner,
        a.attacl, i.initprivs
      from ${twoWays(
        `(select x.attrelid, x.attnum from pg_catalog.pg_attribute x where x.attacl is not null
        union select x.objoid, x.objsubid::int2 from pg_catalog.pg_init_privs x where ${isInitialOfColumn})`,
        `(select y.attrelid, y.attnum from pg_catalog.pg_attribute y where y.attacl is not null
        or exists (select from pg_catalog.pg_init_privs x where ${isInitialOfColumn} and x.objoid = y.attrelid and x.objsubid = y.attnum))`,
      )} own
      join pg_catalog.pg_attribute a on a.attrelid = own.attrelid and a.attnum = own.attnum and not a.attisdropped
      join pg_catalog.pg_class o on o.oid = a.attrelid
      join pg_catalog.pg_namespace n on n.oid = o.relnamespace and n.nspname !~ '^pg_(temp|toast)'
      ${initial('pg_class', 'a.attnum')}`

function initial(catalog: string, subid: string): string {
  // The schema `public` can be dropped and made again: then it has no initial privileges to be measured against.
  const recreated = catalog === 'pg_namespace' ? ` and o.nspname <> 'public'` : ''
  return `left join pg_catalog.pg_init_privs i on i.classoid = 'pg_catalog.${catalog}'::pg_catalog.regclass
        and i.objoid = o.oid and i.objsubid = ${subid}${recreated}`
}
