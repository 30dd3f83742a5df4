/** One of these in a name says that its value may be a secret. */
export const SECRET_WORDS = 'pass|pwd|secret|token|credential|key'
/** Of a foreign table's options: `key` alone, and what ends in it, says which column is one. */
const TABLE_SECRET_WORDS =
  'pass|pwd|secret|token|credential|(access|api|auth|private|crypt|encryption|signing)_?key'
const NONE = 'password_required'

const WORDS = { server: SECRET_WORDS, table: TABLE_SECRET_WORDS } as const
/** Whose options they are: a wrapper has those of a server, a column those of a table. */
export type OptionsOf = keyof typeof WORDS

/** Tests whether a name says that its value is nobody else's to see: such a value is not read, and its name is told. */
export const isSecretName = (name: string, of: OptionsOf = 'server'): string =>
  `(${name} ~* '(${WORDS[of]})' and ${name} <> '${NONE}')`

/** The same of a name that was read. */
export const isSecret = (name: string, of: OptionsOf = 'server'): boolean =>
  new RegExp(WORDS[of], 'i').test(name) && name !== NONE

/** Options of what is foreign as sorted `name=value` texts; of a secret the value is an empty text. */
export const optionsWithoutSecrets = (column: string, of: OptionsOf): string =>
  `case when ${column} is null then array[]::text[] else
      array(select case when ${isSecretName(`pg_catalog.split_part(o, '=', 1)`, of)}
        then pg_catalog.split_part(o, '=', 1) || '=' else o end from pg_catalog.unnest(${column}) o order by 1) end`

/** One sentence for each option whose value was not read. */
export const hiddenOptions = (options: readonly string[], of: OptionsOf, whose: string): string[] =>
  options
    .map((option) => option.slice(0, option.indexOf('=')))
    .filter((name) => isSecret(name, of))
    .map(
      (name) =>
        `the value of ${name} of ${whose}: a secret is not read, and stands as an empty text in a baseline`,
    )
