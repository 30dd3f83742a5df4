const PIECE =
  /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/g

const DO_BEFORE = /\bdo(?:\s+language\s+\w+)?\s*$/i

/** What a text says to the server there and then: without comments, texts, and bodies of what it only makes. */
export function spokenIn(sql: string): string {
  const spoken = sql.replace(PIECE, (piece, _tag, place: number) => {
    if (piece.startsWith('"')) return piece
    if (!piece.startsWith('$')) return piece.startsWith("'") ? "''" : ' '
    if (!DO_BEFORE.test(sql.slice(0, place))) return "''"
    return ` ${spokenIn(piece.replace(/^\$\w*\$|\$\w*\$$/g, ''))} `
  })
  return spoken
    .split(';')
    .filter((statement) => !MAKES_TEXT.test(statement))
    .join(';')
}

/** What it reads is read whenever it is used, not now. */
const MAKES_TEXT =
  /^\s*(?:create|alter)\s+(?:or\s+replace\s+)?(?:temp\w*\s+|recursive\s+)*(?:view|policy|rule|function|procedure|trigger)\b/i
