import { visible } from './visible.ts'

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
