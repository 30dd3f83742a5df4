import { partsOf, statementsOf } from '../postgres/statements.ts'

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

/** Where in a script a statement is. */
export interface PlaceInScript {
  readonly line: number
  readonly column: number
  readonly statement: string
  /** A character of the statement, counted from 1; null where only the statement is known. */
  readonly position: number | null
}

/** The statement of a script that comes after so many; undefined where none does. */
export function statementAfter(text: string, done: number): PlaceInScript | undefined {
  const next = statementsOf(text)[done]
  return (
    next && {
      line: lineAt(text, next.start),
      column: columnAt(text, next.start),
      statement: next.text,
      position: null,
    }
  )
}

/** The statement of a script that holds a character of it, counted from 1, and where that is in both. */
export function placeInScript(text: string, position: number): PlaceInScript {
  // Postgres counts characters, and a string may hold some of them as two.
  const index = [...text].slice(0, position - 1).join('').length
  const holding = partsOf(text).findLast(({ start }) => start <= index)
  const before = text.slice(holding?.start ?? 0, index)
  return {
    line: lineAt(text, index),
    column: columnAt(text, index),
    statement: holding?.text ?? text,
    position: [...before].length + 1,
  }
}

const lineAt = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** Counted from 1. */
const columnAt = (text: string, index: number): number =>
  index - (index === 0 ? -1 : text.lastIndexOf('\n', index - 1))
