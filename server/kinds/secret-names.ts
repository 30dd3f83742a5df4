/** One of these in a name says that its value may be a secret. */
export const SECRET_WORDS = 'pass|pwd|secret|token|credential|key'
const NONE = 'password_required'

/** Tests whether a name says that its value is nobody else's to see: such a value is not read, and its name is told. */
export const isSecretName = (name: string): string =>
  `(${name} ~* '(${SECRET_WORDS})' and ${name} <> '${NONE}')`

/** The same of a name that was read. */
export const isSecret = (name: string): boolean =>
  new RegExp(SECRET_WORDS, 'i').test(name) && name !== NONE

/** Options of what is foreign as sorted `name=value` texts; of a secret the value is an empty text. */
export const optionsWithoutSecrets = (
  column: string,
): string => `array(select case when ${isSecretName(`pg_catalog.split_part(o, '=', 1)`)}
        then pg_catalog.split_part(o, '=', 1) || '=' else o end from pg_catalog.unnest(${column}) o order by 1)`

/** Names of the options whose values were not read. */
export const secretsIn = (options: readonly string[]): readonly string[] =>
  options.map((option) => option.slice(0, option.indexOf('='))).filter(isSecret)
