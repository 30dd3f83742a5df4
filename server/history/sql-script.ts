import { partsOf } from '../postgres/statements.ts'

const DOWN_PART =
  /^[ \t]*--+[ \t]*(?:migrate:down|down migration|\+\w+ down|rambler down|down:?[ \t]*\r?$)/im

/** Why Postgres can't be sent a script as it stands, with the line; undefined where it can. */
export function whyUnsendable(text: string): string | undefined {
  const undoing = DOWN_PART.exec(text)
  if (undoing) {
    return `line ${lineAt(text, undoing.index)} begins the part that takes it back (${undoing[0].trim()}), and a file is sent whole: put that part into a file of its own, such as NAME.down.sql`
  }
  const part = partsOf(text).find(({ is, rows }) => is === 'command' || rows !== undefined)
  if (!part) return undefined
  const said = `line ${lineAt(text, part.start)}: ${part.text.split('\n')[0]?.slice(0, 80) ?? ''}`
  return part.is === 'command'
    ? `only psql obeys ${said}; take that line out`
    : `only psql sends the rows below ${said}; write them as INSERT`
}

/** The statement of a script that holds a character of it, counted from 1, and where that is in both. */
export function placeInScript(
  text: string,
  position: number,
): {
  readonly line: number
  readonly column: number
  readonly statement: string
  readonly position: number
} {
  // Postgres counts characters, and a string may hold some of them as two.
  const index = [...text].slice(0, position - 1).join('').length
  const holding = partsOf(text).findLast(({ start }) => start <= index)
  const before = text.slice(holding?.start ?? 0, index)
  return {
    line: lineAt(text, index),
    column: index - text.lastIndexOf('\n', index - 1),
    statement: holding?.text ?? text,
    position: [...before].length + 1,
  }
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length
