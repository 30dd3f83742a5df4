/** Characters that a template literal or a string literal can't hold as they are, or that hide from a reader. */
export const escapeInvisible = (text: string): string =>
  text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]/g,
    (char) => (char === '\r' ? '\\r' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  )

/** A single-quoted TypeScript string literal that evaluates to exactly this text. */
export const quote = (text: string): string =>
  `'${escapeInvisible(
    text
      .replaceAll('\\', '\\\\')
      .replaceAll("'", "\\'")
      .replaceAll('\n', '\\n')
      .replaceAll('\t', '\\t'),
  )}'`

/** A `sql` template without any interpolation whose text evaluates to exactly this SQL. */
export const sqlTemplate = (text: string): string =>
  `sql\`${escapeInvisible(
    text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${'),
  )}\``

const CONDITION_TYPE = '<boolean>'

/** The same as a condition, with the type by which Kysely's builder takes it for one. */
export const conditionTemplate = (text: string): string =>
  sqlTemplate(text).replace(/^sql/, `sql${CONDITION_TYPE}`)

const LITERAL_OR_TYPE = /`(?:\\[^]|[^`\\])*`|'(?:\\[^]|[^'\\])*'|<boolean>/g

/** The source of a builder chain in JavaScript, which has no types. */
export const withoutTypes = (source: string): string =>
  source.replace(LITERAL_OR_TYPE, (part) => (part === CONDITION_TYPE ? '' : part))

/** True for a name that Kysely's builder takes as it is: it splits others at dots, spaces and ` as `. */
export const isPlainName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_$]*$/.test(name)
