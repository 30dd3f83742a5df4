import { isSecretName } from './secret-names.ts'
import { ident, literal } from './sql.ts'

/** Tests whether a setting's value is nobody else's to see. Postgres's own hold no secret; those of an extension or of people's own have a name of two parts. */
export const isSecretSetting = (name: string): string =>
  `pg_catalog.strpos(${name}, '.') > 0 and ${isSecretName(name)}`

/** The name of a setting as a statement says it. */
export const settingName = (name: string): string => name.split('.').map(ident).join('.')

/** `SET name TO value` of a value as Postgres keeps it: of a list of names, those that need it are quoted. */
export function setTo(name: string, value: string): string {
  const values = LISTS_OF_NAMES.has(name) ? namesIn(value) : [value]
  return `SET ${settingName(name)} TO ${values.map(literal).join(', ')}`
}

/** Where they are lists of names, one text would be one name. */
const LISTS_OF_NAMES: ReadonlySet<string> = new Set([
  'search_path',
  'temp_tablespaces',
  'local_preload_libraries',
  'session_preload_libraries',
  'shared_preload_libraries',
  'unix_socket_directories',
])

/** The names of a list as Postgres writes it: `"$user", public`. */
const namesIn = (list: string): string[] => {
  const names = [...list.matchAll(/"((?:[^"]|"")*)"|[^\s,"]+/g)]
  const found = names.map(([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole)
  return found.length === 0 ? [''] : found
}
