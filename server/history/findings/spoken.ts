import { dollarBody, sqlPieces } from '../../postgres/sql-pieces.ts'

const DO_BEFORE = /\bdo(?:\s+language\s+\w+)?\s*$/i

/** What a text says to the server there and then: without comments, texts, and bodies of what it only makes. */
export function spokenIn(sql: string): string {
  const spoken = sqlPieces(sql)
    .map(({ is, text, start }) => {
      if (is === 'comment') return ' '
      if (is === 'quoted') return text.startsWith('"') ? text : "''"
      if (is !== 'dollar') return text
      return DO_BEFORE.test(sql.slice(0, start)) ? ` ${spokenIn(dollarBody(text).body)} ` : "''"
    })
    .join('')
  return spoken
    .split(';')
    .filter((statement) => !MAKES_TEXT.test(statement) && !ONLY_NAMES.test(statement))
    .join(';')
}

/** What it reads is read whenever it is used, not now. */
const MAKES_TEXT =
  /^\s*(?:create|alter)\s+(?:or\s+replace\s+)?(?:temp\w*\s+|recursive\s+)*(?:view|policy|rule|function|procedure|trigger)\b/i

/** What it names it gives rights to, or tells about, and reads nothing of. */
const ONLY_NAMES = /^\s*(?:grant|revoke|comment\s+on)\b/i
