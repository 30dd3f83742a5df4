import fc from 'fast-check'

/** What breaks a writer that does not escape: quotes, ends of comments, templates, separators, what is invisible. */
const PIECES = [
  '"', "'", '\n', '\r', '\t', '\\', '`', '${x}', '$$', '$1', '--', '/*', '*/', '.', ' ', ';', ',',
  '(', ')', '{', '}', '=', '%s', ':', '\u2028', '\u202e', 'é', '😀', '１', 'a', 'Z', '_', '0',
] as const

/** Words that mean something to Postgres or to JavaScript. */
const WORDS = [
  'select', 'user', 'table', 'order', 'default', 'all', 'group', 'public', 'null', 'value', 'new',
  'constructor', '__proto__', 'toString', '1st', '2', 'ÄÖ', 'Camel Case', 'UPPER', 'pg_own', 'db',
] as const

const LONG = ['x'.repeat(63), 'é'.repeat(31), `${'😀'.repeat(15)}abc`, `${'"'.repeat(40)}`] as const

const anything = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => cut(text.replaceAll('\0', '0')) || '0')

/** A name as people never choose it, but may; empty ones are left out. */
export const names = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constantFrom('a', 'b', 'total', 'note', 'kind', 'works') },
  { weight: 2, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 4, arbitrary: mixed({ minLength: 1, maxLength: 5 }) },
  { weight: 1, arbitrary: fc.constantFrom(...LONG) },
  { weight: 1, arbitrary: anything },
)

/** A text of any length and content that Postgres can hold. */
export const texts = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.constantFrom('x', '', "it's", 'a text of several words') },
  { weight: 4, arbitrary: mixed({ maxLength: 12 }) },
  { weight: 1, arbitrary: anything },
)

/** A text that says something: the empty one takes a comment away. */
export const remarks = texts.map((text) => text || 'said')

function mixed(length: fc.ArrayConstraints): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...PIECES), length).map((pieces) => pieces.join(''))
}

const BYTES = 63

/** The beginning of a name that fits into so many bytes of UTF-8, by whole characters. */
export function cut(name: string, bytes = BYTES): string {
  let kept = ''
  for (const character of name) {
    if (Buffer.byteLength(kept + character) > bytes) break
    kept += character
  }
  return kept
}
