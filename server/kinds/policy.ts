import { MIGRATING_ROLE } from '../../shared/model.ts'
import { defineKind } from './kind.ts'
import {
  byBytes,
  notMember,
  ownerName,
  ownName,
  parent,
  roleName,
  self,
  userSchema,
} from './sql.ts'

/** A row-level security policy (pg_policy). */
export type Policy = {
  command: string
  permissive: boolean
  roles: readonly string[]
  using: string | null
  check: string | null
}

export const policy = defineKind<Policy>({
  kind: 'policy',
  rareIn: ['pg_policy'],
  attributes: {
    command: 'exact',
    permissive: 'exact',
    roles: 'roles',
    using: 'expression',
    check: 'expression',
  },

  read: () => `
    select ${self('pg_policy', 'p.oid')}, ${parent('pg_class', 'p.polrelid')},
      case p.polcmd when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE'
        when 'd' then 'DELETE' else 'ALL' end as command,
      p.polpermissive as permissive,
      array(select ${byBytes(`case role when 0 then 'public' else pg_catalog.pg_get_userbyid(role)::text end`)}
        from pg_catalog.unnest(p.polroles) role order by 1) as roles,
      pg_catalog.pg_get_expr(p.polqual, p.polrelid) as using,
      pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as check
    from pg_catalog.pg_policy p
    join pg_catalog.pg_class c on c.oid = p.polrelid
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where ${userSchema('n')} and ${notMember('pg_class', 'c.oid')}`,

  vary: ({ attributes: { permissive, command, roles, using, check } }) => [
    { permissive: !permissive },
    { command: command === 'ALL' ? 'SELECT' : 'ALL', check: command === 'ALL' ? null : check },
    { roles: roles.includes('public') ? [MIGRATING_ROLE] : ['public'] },
    ...(using === null ? [] : [{ using: `(${using}) OR (1 = 2)` }, { using: null }]),
    ...(check === null ? [] : [{ check: `(${check}) OR (1 = 2)` }, { check: null }]),
  ],

  create(object) {
    const { command, permissive, roles, using, check } = object.attributes
    const parts = [
      `CREATE POLICY ${ownName(object)} ON ${ownerName(object)}`,
      `AS ${permissive ? 'PERMISSIVE' : 'RESTRICTIVE'}`,
      `FOR ${command}`,
      `TO ${roles.map(roleName).join(', ')}`,
      ...(using === null ? [] : [`USING (${using})`]),
      ...(check === null ? [] : [`WITH CHECK (${check})`]),
    ]
    return [{ sql: parts.join(' ') }]
  },

  // ALTER POLICY can replace an expression but cannot remove one.
  alter(old, rebuilt) {
    const { command, permissive, roles, using, check } = old.attributes
    const there = rebuilt.attributes
    const removes =
      (using === null && there.using !== null) || (check === null && there.check !== null)
    if (command !== there.command || permissive !== there.permissive || removes) return undefined
    const parts = [
      `ALTER POLICY ${ownName(old)} ON ${ownerName(old)}`,
      `TO ${roles.map(roleName).join(', ')}`,
      ...(using === null ? [] : [`USING (${using})`]),
      ...(check === null ? [] : [`WITH CHECK (${check})`]),
    ]
    return { statements: [{ sql: parts.join(' ') }] }
  },
})
