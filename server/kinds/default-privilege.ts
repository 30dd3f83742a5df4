import type { Statement } from './kind.ts'
import { accessDifferences, grants } from './access.ts'
import { defineKind } from './kind.ts'
import { byBytes, ident, noParent, roleName, self } from './sql.ts'

/** What others may do with the objects of one type that a role makes from now on (pg_default_acl). */
export type DefaultPrivilege = {
  /** For each grantee who doesn't get what Postgres gives anyway: every privilege as in Access, or NONE. */
  access: readonly (readonly [grantee: string, privilege: string])[]
}

export const defaultPrivilege = defineKind<DefaultPrivilege>({
  kind: 'default-privilege',
  class: 'privilege',
  attributes: { access: 'roles' },

  // Without a schema it stands instead of what Postgres gives; with one it comes on top of that.
  read: () => `
    select ${self('pg_default_acl', 'd.oid')}, ${noParent},
      array(
        select array[access.grantee, privilege]
        from (${accessDifferences('d.defaclacl', STANDARD, 'd.defaclrole')}
        ) access
        cross join lateral pg_catalog.unnest(
          case when access.privileges = '{}' then array['NONE'] else access.privileges end) privilege
        order by ${byBytes('access.grantee')}, ${byBytes('privilege')}
      ) as access
    from pg_catalog.pg_default_acl d`,

  roleInAddress: (address, rename) => ({
    ...address,
    names: address.names.map((name, place) => (place === 0 ? rename(name) : name)),
  }),

  create({ address: { names, args }, attributes: { access } }) {
    const [role = '', schema] = names
    const inSchema = schema === undefined ? '' : ` IN SCHEMA ${ident(schema)}`
    const alter = `ALTER DEFAULT PRIVILEGES FOR ROLE ${roleName(role)}${inSchema}`
    return accessByGrantee(access).flatMap(([grantee, privileges]) =>
      changes(OBJECTS[args[0] ?? ''] ?? '', grantee, privileges).map(
        (change): Statement => ({ sql: `${alter} ${change}`, phase: 'default-privilege' }),
      ),
    )
  },
})

const STANDARD = `case when d.defaclnamespace = 0 then pg_catalog.acldefault(
            case d.defaclobjtype when 'S' then 's' else d.defaclobjtype end, d.defaclrole) end`

const OBJECTS: Readonly<Record<string, string>> = {
  r: 'TABLES',
  S: 'SEQUENCES',
  f: 'FUNCTIONS',
  T: 'TYPES',
  n: 'SCHEMAS',
  L: 'LARGE OBJECTS',
}

function changes(object: string, grantee: string, privileges: readonly string[]): string[] {
  const revoke = `REVOKE ALL ON ${object} FROM ${roleName(grantee)}`
  return [revoke, ...grants(privileges, { object, columns: '' }, grantee)]
}

function accessByGrantee(access: DefaultPrivilege['access']): [string, string[]][] {
  const privileges = new Map<string, string[]>()
  for (const [grantee, privilege] of access) {
    const known = privileges.get(grantee) ?? []
    privileges.set(grantee, privilege === 'NONE' ? known : [...known, privilege])
  }
  return [...privileges]
}
