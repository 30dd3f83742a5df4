/** Any text as one code span on one line: nothing in it is read as Markdown or HTML. */
export function code(text: string): string {
  const line = visible(text)
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = line === '' || /^`|`$|^ .* $/.test(line) ? ' ' : ''
  return `${fence}${pad}${line}${pad}${fence}`
}

/** The same within a table, where a bar would end the cell. */
export const cell = (text: string): string => code(text).replaceAll('|', '\\|')

/** Text of a person, in which no character means anything. */
export const plain = (text: string): string =>
  visible(text).replace(/[\\`*_{}[\]<>()#+!|&~-]/g, '\\$&')

// oxlint-disable-next-line no-control-regex -- what would break the line or hide something
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g

const visible = (text: string): string =>
  text.replace(UNSEEN, (character) => {
    const known: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }
    return known[character] ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
