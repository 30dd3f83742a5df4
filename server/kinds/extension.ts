import { defineKind } from './kind.ts'
import { ident, literal, noParent, qualified, self } from './sql.ts'

/** An installed extension (pg_extension); everything inside belongs to it and is not read. */
export type Extension = {
  schema: string
  version: string
  /** What CREATE EXTENSION without VERSION would install on the server it was read from. */
  defaultVersion: string | null
}

export const extension = defineKind<Extension>({
  kind: 'extension',
  rename: 'never',
  attributes: { schema: 'exact', version: 'exact', defaultVersion: 'unused' },

  read: () => `
    select ${self('pg_extension', 'x.oid')}, ${noParent},
      n.nspname::text as schema, x.extversion as version, available.default_version as "defaultVersion"
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

  remove: ({ address }) => [{ sql: `DROP EXTENSION ${qualified(address.names)}` }],
})
