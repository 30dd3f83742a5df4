/** One statement of a script. */
export interface ScriptStatement {
  readonly text: string
  /** Where it begins in the script. */
  readonly start: number
}

const TOKEN =
  /(?<comment>--[^\n]*|\/\*)|(?<space>\s+)|(?<quoted>e'(?:[^'\\]|\\[^]|'')*(?:'|$)|'[^']*(?:'|$)|"[^"]*(?:"|$))|(?<dollar>\$(?:[a-z_\u0080-\uffff][a-z0-9_\u0080-\uffff]*)?\$)|(?<word>[a-z_\u0080-\uffff][a-z0-9_$\u0080-\uffff]*)|(?<other>[^])/giy

/** The statements of a script as psql tells them apart. */
export function statementsOf(script: string): ScriptStatement[] {
  const found: ScriptStatement[] = []
  let start: number | undefined
  let brackets = 0
  // Statements inside of a routine's own body (`begin atomic … end`), where `case` has an `end` too.
  let blocks = 0
  let before = ''
  const end = (at: number): void => {
    if (start !== undefined) found.push({ text: script.slice(start, at).trimEnd(), start })
    start = undefined
    brackets = 0
    blocks = 0
  }
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(script); match !== null; match = TOKEN.exec(script)) {
    const { comment, space, dollar, other, word } = match.groups ?? {}
    if (comment === '/*') TOKEN.lastIndex = afterComment(script, TOKEN.lastIndex)
    if (comment !== undefined || space !== undefined) continue
    if (other === ';' && brackets === 0 && blocks === 0) {
      end(match.index)
      continue
    }
    start ??= match.index
    if (dollar !== undefined) TOKEN.lastIndex = after(script, dollar, TOKEN.lastIndex)
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

const after = (script: string, text: string, from: number): number => {
  const at = script.indexOf(text, from)
  return at < 0 ? script.length : at + text.length
}

/** Comments hold comments. */
function afterComment(script: string, from: number): number {
  const edge = /\/\*|\*\//g
  edge.lastIndex = from
  for (let depth = 1; depth > 0;) {
    const match = edge.exec(script)
    if (!match) return script.length
    depth += match[0] === '/*' ? 1 : -1
  }
  return edge.lastIndex
}
