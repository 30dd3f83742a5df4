import type { AttributeDifference } from '../../shared/finding.ts'
import { MIGRATING_ROLE, type CatalogObject } from '../../shared/model.ts'
import { byBytes, literal, roleName } from './sql.ts'

type Grant = readonly [privilege: string, grantor: string]

/** What one grantee may do with one object: privileges by their names, ` WITH GRANT OPTION` after those it may pass on. */
export type Access = {
  /** The role; `public` for everybody. */
  grantee: string
  /** Granted in the owner's name. */
  privileges: readonly string[]
  /** Granted by roles that got the right to pass it on. */
  passedOn: readonly Grant[]
  /** What the grantee may do on such an object before anything is granted or revoked. */
  standard: readonly string[]
}

/** How the attributes of both kinds of privileges are compared. */
export const ACCESS_RULES = {
  grantee: 'role',
  privileges: 'exact',
  passedOn: 'grants',
  standard: 'unused',
} as const

const role = (oid: string): string => `pg_catalog.pg_get_userbyid(${oid})::text`
const sortedList = (text: string, only: string): string =>
  `coalesce(pg_catalog.array_agg(distinct ${byBytes(text)}) filter (where ${only}), '{}')`

/**
 * A lateral query: one row for each grantee whose entries in `acl` are not those in `standard`, both of type aclitem[].
 * Its columns are `qualifier` and those of Access.
 */
export const accessDifferences = (acl: string, standard: string, owner: string): string => `
      select case entry.grantee when 0 then 'public' else ${role('entry.grantee')} end as qualifier,
        case entry.grantee when 0 then 'public' else ${role('entry.grantee')} end as grantee,
        ${sortedList('entry.privilege', `entry.now and entry.grantor = ${owner}`)} as privileges,
        coalesce(pg_catalog.array_agg(distinct array[entry.privilege, ${role('entry.grantor')}])
          filter (where entry.now and entry.grantor <> ${owner}), '{}') as "passedOn",
        ${sortedList('entry.privilege', 'not entry.now')} as standard
      from (
        select true as now, grantee, grantor,
          privilege_type || case when is_grantable then ' WITH GRANT OPTION' else '' end as privilege
        from pg_catalog.aclexplode(${acl})
        union all
        select false, grantee, grantor,
          privilege_type || case when is_grantable then ' WITH GRANT OPTION' else '' end
        from pg_catalog.aclexplode(${standard})
      ) entry
      group by entry.grantee
      having ${entriesOf('entry.now')} is distinct from ${entriesOf('not entry.now')}`

function entriesOf(only: string): string {
  return `pg_catalog.array_agg(distinct entry.privilege || ' ' || entry.grantor::text) filter (where ${only})`
}

const GRANTABLE = ' WITH GRANT OPTION'

/** The same privilege, or without that right where it has it, with the right to pass it on. */
export const withGrantOption = (privilege: string): string =>
  privilege.endsWith(GRANTABLE) ? privilege.slice(0, -GRANTABLE.length) : privilege + GRANTABLE

/** GRANT statements that give these privileges; `columns` stands after each privilege. */
export function grants(
  privileges: readonly string[],
  { object, columns }: { readonly object: string; readonly columns: string },
  grantee: string,
): string[] {
  const plain = privileges.filter((privilege) => !privilege.endsWith(GRANTABLE))
  const grantable = privileges
    .filter((privilege) => privilege.endsWith(GRANTABLE))
    .map((privilege) => privilege.slice(0, -GRANTABLE.length))
  const grant = (list: readonly string[], more: string): string[] =>
    list.length === 0
      ? []
      : [
          `GRANT ${list.map((name) => name + columns).join(', ')} ON ${object} TO ${roleName(grantee)}${more}`,
        ]
  return [...grant(plain, ''), ...grant(grantable, GRANTABLE)]
}

/**
 * Why MAINTAIN may stand on one side alone: what gives or leaves all, gives or leaves it too from 17 on. Somebody who has
 * less than all but for that has got it by name.
 */
export function maintainBetweenMajors(
  old: CatalogObject<Access>,
  rebuilt: CatalogObject<Access>,
  { name }: AttributeDifference,
): string | undefined {
  const [mine, theirs] = [old, rebuilt].map(({ attributes }) =>
    name === 'passedOn'
      ? attributes.passedOn.map((grant) => grant.join(' by '))
      : attributes.privileges,
  ) as [readonly string[], readonly string[]]
  const lacks = (list: readonly string[], other: readonly string[]): readonly string[] =>
    list.filter((each) => !other.includes(each))
  const differing = [...lacks(mine, theirs), ...lacks(theirs, mine)]
  const isMaintain = differing.length > 0 && differing.every((each) => /^MAINTAIN\b/.test(each))
  const isOwn = [old, rebuilt].some(({ attributes }) => attributes.standard.includes('SELECT'))
  return isMaintain &&
    (isOwn || ALL_OF_A_TABLE.every((each) => mine.some((has) => has.startsWith(each))))
    ? 'MAINTAIN, which is part of ALL from 17 on'
    : undefined
}

const ALL_OF_A_TABLE = ['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE']

/** The first major that has all privileges which a statement names; those come first in it. */
export const privilegesSince = (sql: string): { readonly since?: number } =>
  /\b(?:GRANT|REVOKE) [A-Z ,]*\bMAINTAIN\b/.test(sql) ? { since: 17 } : {}

/** REVOKE statements that leave of some privileges only those that are wanted. */
export function revokes(
  there: readonly string[],
  wanted: readonly string[],
  { object, columns }: { readonly object: string; readonly columns: string },
  grantee: string,
): string[] {
  const revoke = (list: readonly string[], what: string): string[] =>
    list.length === 0
      ? []
      : [
          `REVOKE ${what}${list.map((name) => name + columns).join(', ')} ON ${object} FROM ${roleName(grantee)} CASCADE`,
        ]
  const gone = there.filter((privilege) => !wanted.includes(privilege))
  const bare = (privilege: string): string => privilege.replace(GRANTABLE, '')
  const kept = gone.filter((privilege) => wanted.includes(bare(privilege)))
  const lost = gone.filter((privilege) => !wanted.some((each) => bare(each) === bare(privilege)))
  return [...revoke(kept.map(bare), 'GRANT OPTION FOR '), ...revoke(lost.map(bare), '')]
}

/** Runs a statement as another role, in one statement that leaves the current role as it was. */
export function asRole(name: string, sql: string): string {
  if (name === MIGRATING_ROLE) return sql
  const body = [
    `DECLARE before text := pg_catalog.current_setting('role');`,
    `BEGIN`,
    `  PERFORM pg_catalog.set_config('role', ${literal(name)}, true);`,
    `  ${sql};`,
    `  PERFORM pg_catalog.set_config('role', before, true);`,
    `END`,
  ].join('\n')
  return `DO ${literal(body)}`
}
