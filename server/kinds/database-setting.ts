import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { isSecretName } from './secret-names.ts'
import { ident, literal } from './sql.ts'
import { inThisDatabase, THIS_DATABASE } from './target.ts'

/** What ALTER DATABASE … SET gives every new session (pg_db_role_setting); its name is in its address. */
export type DatabaseSetting = {
  /** As Postgres keeps it: of a list of names, those that need it are quoted. Null for a secret, which is not read. */
  value: string | null
}

// Postgres's own hold none. Those of an extension or of people's own have a name of two parts.
const IS_SECRET = `pg_catalog.strpos(s.name, '.') > 0 and ${isSecretName('s.name')}`

export const databaseSetting = defineKind<DatabaseSetting>({
  kind: 'database-setting',
  attached: 'text',
  attributes: { value: 'exact' },

  read: () => `
    select 'pg_catalog.pg_database'::pg_catalog.regclass::oid as classid, d.oid as objid, 0 as objsubid,
      s.name as qualifier, case when not (${IS_SECRET}) then s.value end as value
    from pg_catalog.pg_database d
    cross join lateral (
      select pg_catalog.split_part(setting, '=', 1) as name,
        pg_catalog.substr(setting, pg_catalog.strpos(setting, '=') + 1) as value
      from pg_catalog.pg_db_role_setting r cross join pg_catalog.unnest(r.setconfig) setting
      where r.setdatabase = d.oid and r.setrole = 0
    ) s
    where d.datname = pg_catalog.current_database()`,

  hides: ({ address, attributes: { value } }) =>
    value === null
      ? [
          `the value of the database's setting ${address.args[0]}: a secret is not read, and stands as an empty text in a baseline`,
        ]
      : [],

  create: (object) => [set(object)],
  alter: (old) => ({ statements: [set(old)] }),
  remove: (object) => [inDatabase(`RESET ${nameOf(object)}`)],
})

const nameOf = ({ address }: CatalogObject): string =>
  (address.args[0] ?? '').split('.').map(ident).join('.')

/** Where they are lists of names, one text would be one name. */
const LISTS_OF_NAMES: ReadonlySet<string> = new Set([
  'search_path',
  'temp_tablespaces',
  'local_preload_libraries',
  'session_preload_libraries',
  'shared_preload_libraries',
  'unix_socket_directories',
])

function set(object: CatalogObject<DatabaseSetting>): Statement {
  const value = object.attributes.value ?? ''
  const isList = LISTS_OF_NAMES.has(object.address.args[0] ?? '')
  const values = isList ? namesIn(value) : [value]
  return inDatabase(`SET ${nameOf(object)} TO ${values.map(literal).join(', ')}`)
}

/** The names of a list as Postgres writes it: `"$user", public`. */
const namesIn = (list: string): string[] => {
  const names = [...list.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g)]
  const found = names.map(([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole)
  return found.length === 0 ? [''] : found
}

const inDatabase = (what: string): Statement => ({
  sql: inThisDatabase(`ALTER DATABASE ${THIS_DATABASE} ${what}`),
  phase: 'database',
})
