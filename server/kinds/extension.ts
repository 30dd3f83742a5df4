import type { CatalogObject } from '../../shared/model.ts'
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
}

const of = (catalog: string): string => `'pg_catalog.${catalog}'::pg_catalog.regclass`

/** What the definition of a member says, where it isn't told by its identity. */
const DEFINITION = `case m.classid
        when ${of('pg_proc')} then (select case p.prokind when 'a' then '' else pg_catalog.pg_get_functiondef(p.oid) end
          from pg_catalog.pg_proc p where p.oid = m.objid)
        when ${of('pg_class')} then (select case
            when c.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(c.oid)
            when c.relkind in ('i', 'I') then pg_catalog.pg_get_indexdef(c.oid)
            else pg_catalog.concat(c.relrowsecurity, c.relforcerowsecurity, (select pg_catalog.string_agg(pg_catalog.concat_ws(' ',
                a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull), ',' order by a.attnum)
              from pg_catalog.pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped)) end
          from pg_catalog.pg_class c where c.oid = m.objid)
        when ${of('pg_constraint')} then pg_catalog.pg_get_constraintdef(m.objid)
        when ${of('pg_trigger')} then (select pg_catalog.concat(pg_catalog.pg_get_triggerdef(t.oid), t.tgenabled)
          from pg_catalog.pg_trigger t where t.oid = m.objid)
        when ${of('pg_rewrite')} then (select pg_catalog.concat(pg_catalog.pg_get_ruledef(r.oid), r.ev_enabled)
          from pg_catalog.pg_rewrite r where r.oid = m.objid)
        when ${of('pg_policy')} then (select pg_catalog.concat_ws(' ', p.polcmd, p.polpermissive,
            pg_catalog.pg_get_expr(p.polqual, p.polrelid), pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))
          from pg_catalog.pg_policy p where p.oid = m.objid)
        when ${of('pg_attrdef')} then (select pg_catalog.pg_get_expr(d.adbin, d.adrelid)
          from pg_catalog.pg_attrdef d where d.oid = m.objid) end`

/** From 18 a NOT NULL is a constraint, and so a part of a member. */
const NOT_NULL = `(select 'NOT NULL by ' from pg_catalog.pg_constraint c
          where m.classid = ${of('pg_constraint')} and c.oid = m.objid and c.contype = 'n')`

// Indexes, triggers and the like of a member are no members themselves, whoever made them.
const MEMBERS = `
        with member (classid, objid) as (
          select classid, objid from pg_catalog.pg_depend e
          where e.refclassid = ${of('pg_extension')} and e.refobjid = x.oid and e.deptype = 'e'
        )
        select ${byBytes(`pg_catalog.concat(${NOT_NULL}, i.type, ' ', i.identity,
          ' ' || pg_catalog.left(pg_catalog.md5(${DEFINITION}), 8))`)}
        from (
          select classid, objid from member
          union
          select part.classid, part.objid from pg_catalog.pg_depend part
          join member on member.classid = part.refclassid and member.objid = part.refobjid
          where part.deptype in ('a', 'i') and (
            part.classid in (${['pg_constraint', 'pg_policy', 'pg_attrdef', 'pg_amop', 'pg_amproc'].map(of).join(', ')})
            or part.classid = ${of('pg_class')} and exists (
              select from pg_catalog.pg_index own where own.indexrelid = part.objid)
            or part.classid = ${of('pg_trigger')} and exists (
              select from pg_catalog.pg_trigger own where own.oid = part.objid and not own.tgisinternal)
            or part.classid = ${of('pg_rewrite')} and exists (
              select from pg_catalog.pg_rewrite own where own.oid = part.objid and own.ev_type <> '1'))
        ) m cross join lateral pg_catalog.pg_identify_object(m.classid, m.objid, 0) i
        order by 1`

export const extension = defineKind<Extension>({
  kind: 'extension',
  rename: 'never',
  attributes: { schema: 'exact', version: 'exact', defaultVersion: 'unused', members: 'set' },

  read: () => `
    select ${self('pg_extension', 'x.oid')}, ${noParent},
      n.nspname::text as schema, x.extversion as version, available.default_version as "defaultVersion",
      array(${MEMBERS}) as members
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
    if (name !== 'members') return undefined
    if (isOther && isAsInstalled) return 'what belongs to extensions that come with the server'
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
