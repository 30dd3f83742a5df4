const EXCERPT = 600

/** The part of a long statement around the character that Postgres names. */
export function excerpt(statement: string, position: number | null): string {
  if (statement.length <= EXCERPT) return statement
  const start = Math.max(0, Math.min((position ?? 1) - EXCERPT / 2, statement.length - EXCERPT))
  const end = start + EXCERPT
  return `${start > 0 ? '…' : ''}${statement.slice(start, end)}${end < statement.length ? '…' : ''}`
}

/** A text of several lines below a fact that is itself indented. */
export const indented = (text: string): string => text.trim().split('\n').join('\n    ')

/** A few lines of a file around one, with their numbers. */
export function linesAround(text: string, line: number): string {
  const lines = text.split(/\r?\n/)
  const first = Math.max(1, line - 2)
  return lines
    .slice(first - 1, line + 2)
    .map((each, place) => {
      const number = first + place
      return `    ${number === line ? '>' : ' '} ${String(number).padStart(4)} ${each.slice(0, 160)}`
    })
    .join('\n')
}

/** Those lines as a fact of their own, below the sentence that names the place. */
export const linesThere = (lines: string): string => `  the lines there:\n${lines}`

/** A name that may hold line breaks or tabs, which are written as escapes. */
export const nameOnOneLine = (name: string): string =>
  name.replace(/[\n\r\t]/g, (each) => JSON.stringify(each).slice(1, -1))
