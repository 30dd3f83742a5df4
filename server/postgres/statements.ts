import { after, afterComment, SQL_TOKEN } from './sql-pieces.ts'

/** One statement of a script. */
export interface ScriptStatement {
  readonly text: string
  /** Where it begins in the script. */
  readonly start: number
}

/** What a script for psql is made of. */
export interface ScriptPart extends ScriptStatement {
  /** A command is one of psql's own, such as `\\connect`. */
  readonly is: 'statement' | 'command'
  /** Where the rows stand that a `COPY … FROM stdin` brings along. */
  readonly rows?: { readonly start: number; readonly end: number }
}

const COPIES = /^copy\b[^]*\bfrom\s+stdin\b/i

/** The statements of a script as psql tells them apart. */
export const statementsOf = (script: string): ScriptStatement[] =>
  partsOf(script).filter(({ is }) => is === 'statement')

/** All of a script in its order, the rows and commands that psql alone takes among it. */
export function partsOf(script: string): ScriptPart[] {
  const found: ScriptPart[] = []
  let start: number | undefined
  let brackets = 0
  // Statements inside of a routine's own body (`begin atomic … end`), where `case` has an `end` too.
  let blocks = 0
  let before = ''
  const end = (at: number): void => {
    if (start !== undefined) {
      const text = script.slice(start, at).trimEnd()
      const rows = COPIES.test(text) && at < script.length ? rowsAfter(script, at) : undefined
      found.push({ is: 'statement', text, start, ...(rows && { rows }) })
      if (rows) SQL_TOKEN.lastIndex = after(script, '\n', rows.end)
    }
    start = undefined
    brackets = 0
    blocks = 0
  }
  SQL_TOKEN.lastIndex = 0
  for (let match = SQL_TOKEN.exec(script); match !== null; match = SQL_TOKEN.exec(script)) {
    const { comment, space, dollar, other, word } = match.groups ?? {}
    if (comment === '/*') SQL_TOKEN.lastIndex = afterComment(script, SQL_TOKEN.lastIndex)
    if (comment !== undefined || space !== undefined) continue
    if (other === ';' && brackets === 0 && blocks === 0) {
      end(match.index)
      continue
    }
    if (other === '\\' && start === undefined) {
      const line = /.*/y
      line.lastIndex = match.index
      const [text = ''] = line.exec(script) ?? []
      found.push({ is: 'command', text: text.trimEnd(), start: match.index })
      SQL_TOKEN.lastIndex = line.lastIndex
      continue
    }
    start ??= match.index
    if (dollar !== undefined) SQL_TOKEN.lastIndex = after(script, dollar, SQL_TOKEN.lastIndex)
    if (other === '(') brackets += 1
    if (other === ')') brackets -= 1
    const lower = word?.toLowerCase() ?? ''
    if (lower === 'atomic' && before === 'begin') blocks = 1
    else if (blocks > 0 && lower === 'case') blocks += 1
    else if (blocks > 0 && lower === 'end') blocks -= 1
    before = lower
  }
  end(script.length)
  return found
}

/** From the line after a statement to the one that ends them; where none does, they go on to the end. */
function rowsAfter(script: string, at: number): { start: number; end: number } {
  const start = after(script, '\n', at)
  const last = /^\\\.\r?$/gm
  last.lastIndex = start
  return { start, end: last.exec(script)?.index ?? script.length }
}
