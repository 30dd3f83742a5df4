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
