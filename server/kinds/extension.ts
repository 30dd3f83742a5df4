import type { CatalogObject } from '../../shared/model.ts'
import { MEMBERS } from './extension-members.ts'
import { defineKind } from './kind.ts'
import { byBytes, ident, literal, noParent, qualified, self } from './sql.ts'

/** An installed extension (pg_extension); what belongs to it is not written, only compared as a list. */
export type Extension = {
  schema: string
  version: string
  /** What CREATE EXTENSION without VERSION would install on the server it was read from. */
  defaultVersion: string | null
  /** Each member and part of a member, with a mark that changes with its definition: sorted. */
  members: readonly string[]
  /**
   * Its tables, and the sequences whose state is people's: JSON of type, schema, name and the WHERE of the rows that the
   * extension itself says are people's (pg_extension_config_dump); null where it doesn't say so. Sorted.
   */
  configuration: readonly string[]
}

const CONFIGURATION = `
        select ${byBytes(`pg_catalog.jsonb_build_array(
          case c.relkind when 'S' then 'sequence' else 'table' end, s.nspname, c.relname, u.condition)::text`)}
        from pg_catalog.pg_class c
        join pg_catalog.pg_namespace s on s.oid = c.relnamespace
        left join rows from (pg_catalog.unnest(x.extconfig), pg_catalog.unnest(x.extcondition)) u (relation, condition) on u.relation = c.oid
        where u.relation is not null or c.relkind in ('r', 'p') and exists (
          select from pg_catalog.pg_depend e
          where e.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass and e.refobjid = x.oid and e.deptype = 'e'
            and e.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and e.objid = c.oid)
        order by 1`

export const extension = defineKind<Extension>({
  kind: 'extension',
  rename: 'never',
  attributes: {
    schema: 'exact',
    version: 'exact',
    defaultVersion: 'unused',
    members: 'set',
    configuration: 'set',
  },

  read: () => `
    select ${self('pg_extension', 'x.oid')}, ${noParent},
      n.nspname::text as schema, x.extversion as version, available.default_version as "defaultVersion",
      array(${MEMBERS}) as members, array(${CONFIGURATION}) as configuration
    from pg_catalog.pg_extension x
    join pg_catalog.pg_namespace n on n.oid = x.extnamespace
    left join pg_catalog.pg_available_extensions() available on available.name = x.extname`,

  create({ address, attributes: { schema, version, defaultVersion } }) {
    const pinned = version === defaultVersion ? '' : ` VERSION ${literal(version)}`
    return [
      { sql: `CREATE EXTENSION ${qualified(address.names)} WITH SCHEMA ${ident(schema)}${pinned}` },
    ]
  },

  alter(old, rebuilt) {
    const alter = (what: string) => ({
      sql: `ALTER EXTENSION ${qualified(old.address.names)} ${what}`,
    })
    const { schema, version } = old.attributes
    // Extensions know the way up; hardly one knows the way down.
    const isLater = version.localeCompare(rebuilt.attributes.version, 'en', { numeric: true }) >= 0
    if (!isLater) return undefined
    return {
      statements: [
        ...(version === rebuilt.attributes.version ? [] : [alter(`UPDATE TO ${literal(version)}`)]),
        ...(schema === rebuilt.attributes.schema ? [] : [alter(`SET SCHEMA ${ident(schema)}`)]),
      ],
    }
  },

  beyond: (old, rebuilt) =>
    old.attributes.version === rebuilt.attributes.version &&
    old.attributes.schema === rebuilt.attributes.schema
      ? 'what belongs to an extension comes from its own script: change or add the member by hand, or leave the extension out of the comparison'
      : undefined,

  betweenMajors(old, rebuilt, { name }) {
    const isAsInstalled = [old, rebuilt].every(
      ({ attributes }) => attributes.version === attributes.defaultVersion,
    )
    const isOther = old.attributes.version !== rebuilt.attributes.version
    if (name === 'version' && isAsInstalled)
      return 'versions of extensions that come with the server'
    if (name !== 'members' && name !== 'configuration') return undefined
    if (isOther && isAsInstalled) return 'what belongs to extensions that come with the server'
    if (name === 'configuration') return undefined
    const [mine, theirs] = [old, rebuilt].map(membersAlone)
    return mine === theirs ? 'how what belongs to an extension is defined' : undefined
  },

  remove: ({ address }) => [{ sql: `DROP EXTENSION ${qualified(address.names)}` }],
})

/** Who is a member, as all majors tell it: some count types that come with others, and each prints names and some definitions its own way. */
function membersAlone({ attributes }: CatalogObject<Extension>): string {
  const members = attributes.members.map((member) =>
    member
      .replace(/^(?!function |procedure )(.*) [0-9a-f]{8}$/, '$1')
      .replaceAll(/\bpg_catalog\./g, ''),
  )
  const relations = new Set(
    members.map((member) => /^[a-z ]*(?:table|view) (.*)$/.exec(member)?.[1]),
  )
  const comesAlong = (member: string): boolean =>
    member.startsWith('NOT NULL by ') ||
    (member.startsWith('type ') &&
      (member.endsWith('[]') || relations.has(member.slice('type '.length))))
  return members
    .filter((member) => !comesAlong(member))
    .sort()
    .join('\n')
}
