/** Where one piece of SQL begins another; comments and texts in dollars end where `afterComment` and `after` say. */
export const SQL_TOKEN =
  /(?<comment>--[^\n]*|\/\*)|(?<space>\s+)|(?<quoted>e'(?:[^'\\]|\\[^]|'')*(?:'|$)|'[^']*(?:'|$)|"[^"]*(?:"|$))|(?<dollar>\$(?:[a-z_\u0080-\uffff][a-z0-9_\u0080-\uffff]*)?\$)|(?<word>[a-z_\u0080-\uffff][a-z0-9_$\u0080-\uffff]*)|(?<other>[^])/giy

/** A comment, space, a text or a quoted name, a text in dollars, a word, or a single other character. */
export interface SqlPiece {
  readonly is: 'comment' | 'space' | 'quoted' | 'dollar' | 'word' | 'other'
  readonly text: string
  readonly start: number
}

/** All of it, piece by piece. */
export function sqlPieces(sql: string): SqlPiece[] {
  const found: SqlPiece[] = []
  SQL_TOKEN.lastIndex = 0
  for (let match = SQL_TOKEN.exec(sql); match !== null; match = SQL_TOKEN.exec(sql)) {
    const start = match.index
    const [is = 'other', text = ''] =
      Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined) ?? []
    if (text === '/*') SQL_TOKEN.lastIndex = afterComment(sql, SQL_TOKEN.lastIndex)
    if (is === 'dollar') SQL_TOKEN.lastIndex = after(sql, text, SQL_TOKEN.lastIndex)
    found.push({ is: is as SqlPiece['is'], text: sql.slice(start, SQL_TOKEN.lastIndex), start })
  }
  return found
}

/** The tags of a text in dollars, and what stands between; one that does not end has no second tag. */
export function dollarBody(text: string): { readonly tag: string; readonly body: string } {
  const tag = /^\$[^$]*\$/.exec(text)?.[0] ?? ''
  const isEnded = text.length >= 2 * tag.length && text.endsWith(tag)
  return { tag, body: text.slice(tag.length, isEnded ? -tag.length : undefined) }
}

/** The place behind a text; the end where it does not come. */
export const after = (script: string, text: string, from: number): number => {
  const at = script.indexOf(text, from)
  return at < 0 ? script.length : at + text.length
}

/** Comments hold comments. */
export function afterComment(script: string, from: number): number {
  const edge = /\/\*|\*\//g
  edge.lastIndex = from
  for (let depth = 1; depth > 0;) {
    const match = edge.exec(script)
    if (!match) return script.length
    depth += match[0] === '/*' ? 1 : -1
  }
  return edge.lastIndex
}
