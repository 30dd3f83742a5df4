import type { CatalogObject } from '../../shared/model.ts'
import type { Access } from './access.ts'
import {
  ACCESS_RULES,
  accessDifferences,
  grants,
  maintainBetweenMajors,
  privilegesSince,
} from './access.ts'
import { DEFAULT_ACL_OBJECTS } from './default-acl.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { ident, roleName } from './sql.ts'
import { targetOf } from './target.ts'

/** What a grantee may do with the objects of one type that a role makes from now on (pg_default_acl). */
export type DefaultPrivilege = Access

export const defaultPrivilege = defineKind<DefaultPrivilege>({
  kind: 'default-privilege',
  rareIn: ['pg_default_acl'],
  attached: 'role',
  class: 'privilege',
  attributes: ACCESS_RULES,
  betweenMajors: maintainBetweenMajors,

  // Without a schema it stands instead of what Postgres gives; with one it comes on top of that.
  read: () => `
    select 'pg_catalog.pg_default_acl'::pg_catalog.regclass::oid as classid, d.oid as objid, 0 as objsubid, access.*
    from pg_catalog.pg_default_acl d
    cross join lateral (${accessDifferences('d.defaclacl', STANDARD, 'd.defaclrole')}
    ) access`,

  roleInAddress: (address, rename) => ({
    ...address,
    names: address.names.map((name, place) => (place === 0 ? rename(name) : name)),
  }),

  vary: ({ attributes: { privileges } }) =>
    privileges.length > 1 ? [{ privileges: privileges.slice(1) }] : [],

  create: (object) => statements(object, object.attributes.privileges),
  alter: (old) => ({ statements: statements(old, old.attributes.privileges) }),
  remove: (object) => statements(object, object.attributes.standard),
})

const STANDARD = `case when d.defaclnamespace = 0 then pg_catalog.acldefault(
          case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole) end`

function statements(object: CatalogObject<Access>, privileges: readonly string[]): Statement[] {
  const { names, args } = targetOf(object, true)
  const { grantee } = object.attributes
  const [role = '', schema] = names
  const inSchema = schema === undefined ? '' : ` IN SCHEMA ${ident(schema)}`
  const alter = `ALTER DEFAULT PRIVILEGES FOR ROLE ${roleName(role)}${inSchema}`
  const on = DEFAULT_ACL_OBJECTS[args[0] ?? ''] ?? ''
  const changes = [
    `REVOKE ALL ON ${on} FROM ${roleName(grantee)}`,
    ...grants(privileges, { object: on, columns: '' }, grantee),
  ]
  return changes.map((change) => ({
    sql: `${alter} ${change}`,
    phase: 'default-privilege',
    ...privilegesSince(change),
  }))
}
