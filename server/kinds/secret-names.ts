/** One of these in a name says that its value may be a secret. */
export const SECRET_WORDS =
  'pass|pwd|secret|token|credential|key|(^|[_.])(auth|jwt|pat|pin|pw|signature)($|[_.])'
/** Of a foreign table's options: `key` alone, and what ends in it, says which column is one. */
const TABLE_SECRET_WORDS =
  'pass|pwd|secret|token|credential|(^|[_.])(auth|jwt|pat|pin|pw|signature)($|[_.])|(access|api|auth|private|crypt|encryption|signing)_?key'
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

const URL_PASSWORD = String.raw`(://[^/?#@:[:space:]]*:)[^@[:space:]]*@`
const NAMED = String.raw`(?:pass|passwd|password|pwd|secret|token)\s*=`
const NAMED_PASSWORD = String.raw`(${NAMED}\s*)(''(?:[^''\\]|\\.)*''|"[^"]*"|[^\s;&''][^\s;&]*)`

/** A text without what stands in it as a password, in the manner of a URL or of `name = value`. */
export const withoutPasswords = (text: string): string =>
  `pg_catalog.regexp_replace(pg_catalog.regexp_replace(${text}, '${URL_PASSWORD}', '\\1@', 'g'), '${NAMED_PASSWORD}', '\\1''''', 'gi')`

/** The same of a text that was read. */
export const maskPasswords = (text: string): string =>
  text
    .replaceAll(/(:\/\/[^/?#@:\s]*:)[^@\s]*@/g, '$1@')
    .replaceAll(
      /((?:pass|passwd|password|pwd|secret|token)\s*=\s*)('(?:[^'\\]|\\.)*'|"[^"]*"|[^\s;&'][^\s;&]*)/gi,
      "$1''",
    )

/** Tests whether a text has a place for a password, be anything in it or not. */
export const hasPassword = (text: string): string =>
  `(${text} ~ '${URL_PASSWORD}' or ${text} ~* '${NAMED}')`

/** Whether a password was left out of a text, or would stand where there is none. */
export const lacksPassword = (text: string): boolean =>
  /:\/\/[^/?#@:\s]*:@/.test(text) ||
  /(?:pass|passwd|password|pwd|secret|token)\s*=\s*''/i.test(text)

/** Options of what is foreign as sorted `name=value` texts; of a secret the value is an empty text. */
export const optionsWithoutSecrets = (column: string, of: OptionsOf): string =>
  `case when ${column} is null then array[]::text[] else
      array(select case when ${isSecretName(`pg_catalog.split_part(o, '=', 1)`, of)}
        then pg_catalog.split_part(o, '=', 1) || '=' else pg_catalog.split_part(o, '=', 1) || '=' ||
          ${withoutPasswords("pg_catalog.substr(o, pg_catalog.strpos(o, '=') + 1)")} end from pg_catalog.unnest(${column}) o order by 1) end`

/** One sentence for each option whose value was not read. */
export const hiddenOptions = (options: readonly string[], of: OptionsOf, whose: string): string[] =>
  options
    .map((option) => [option.slice(0, option.indexOf('=')), option] as const)
    .filter(
      ([name, option]) =>
        isSecret(name, of) || lacksPassword(option.slice(option.indexOf('=') + 1)),
    )
    .map(
      ([name]) =>
        `the value of ${name} of ${whose}: a secret is not read, and stands as an empty text in a baseline`,
    )
