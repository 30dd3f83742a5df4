import type { CatalogObject } from '../../shared/model.ts'
import type { Statement } from './kind.ts'
import { defineKind } from './kind.ts'
import { ident, literal } from './sql.ts'
import { inThisDatabase, THIS_DATABASE } from './target.ts'

/** What ALTER DATABASE … SET gives every new session (pg_db_role_setting); its name is in its address. */
export type DatabaseSetting = {
  /** As Postgres keeps it: of a list of names, those that need it are quoted. */
  value: string
}

export const databaseSetting = defineKind<DatabaseSetting>({
  kind: 'database-setting',
  attached: 'text',
  attributes: { value: 'exact' },

  read: () => `
    select 'pg_catalog.pg_database'::pg_catalog.regclass::oid as classid, d.oid as objid, 0 as objsubid,
      pg_catalog.split_part(setting, '=', 1) as qualifier,
      pg_catalog.substr(setting, pg_catalog.strpos(setting, '=') + 1) as value
    from pg_catalog.pg_db_role_setting s
    join pg_catalog.pg_database d on d.oid = s.setdatabase and d.datname = pg_catalog.current_database()
    cross join pg_catalog.unnest(s.setconfig) setting
    where s.setrole = 0`,

  create: (object) => [set(object)],
  alter: (old) => ({ statements: [set(old)] }),
  remove: (object) => [inDatabase(`RESET ${nameOf(object)}`)],
})

/** Settings of an extension or of people's own have a name of two parts. */
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
  const { value } = object.attributes
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
