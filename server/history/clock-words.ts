/** What SQL says for the clock without a call: it can not be replaced on the server, so other functions stand for it. */
export const CLOCK_WORDS = [
  'current_date',
  'current_time',
  'current_timestamp',
  'localtime',
  'localtimestamp',
] as const

const WITH_PRECISION: Readonly<Record<string, string>> = {
  current_time: 'timetz',
  current_timestamp: 'timestamptz',
  localtime: 'time',
  localtimestamp: 'timestamp',
}

const PIECE =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<quoted>e'(?:[^'\\]|\\[\s\S]|'')*'|'[^']*'|"[^"]*")|(?<dollar>\$(?<tag>(?:[a-z_\u0080-\uffff][\w\u0080-\uffff]*)?)\$(?<body>[\s\S]*?)\$\k<tag>\$)|(?<word>[a-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?<space>\s+)|[\s\S]/giy

const PRECISION = /\s*\(\s*(\d)\s*\)/y

/** What stands before the body of a routine or a block, or a text that is run; any other text in dollars is a value. */
const BEFORE_BODY = /^(?:as|do|execute|plpgsql|sql)$/

/** The same SQL, with a call of the function of its name for each word of the clock; texts and comments stay. */
export function withMovedWords(sql: string): string {
  let moved = ''
  let before = ''
  PIECE.lastIndex = 0
  for (let match = PIECE.exec(sql); match !== null; match = PIECE.exec(sql)) {
    const [text] = match
    const { comment, space, dollar, tag = '', body = '', word } = match.groups ?? {}
    const after = PIECE.lastIndex
    if (comment !== undefined || space !== undefined) {
      moved += text
      continue
    }
    if (dollar !== undefined && BEFORE_BODY.test(before)) {
      moved += `$${tag}$${withMovedWords(body)}$${tag}$`
    } else if (word !== undefined && isClockWord(word) && before !== '.' && before !== 'as') {
      PRECISION.lastIndex = after
      const digits = word.toLowerCase() === 'current_date' ? undefined : PRECISION.exec(sql)?.[1]
      moved += callOf(word.toLowerCase(), digits)
      PIECE.lastIndex = digits === undefined ? after : PRECISION.lastIndex
    } else moved += text
    before = text.toLowerCase()
    // The inner call has used the same expression.
    if (dollar !== undefined) PIECE.lastIndex = after
  }
  return moved
}

const isClockWord = (word: string): boolean =>
  (CLOCK_WORDS as readonly string[]).includes(word.toLowerCase())

const callOf = (word: string, digits: string | undefined): string =>
  digits === undefined
    ? `pg_catalog."${word}"()`
    : `CAST(pg_catalog."${word}"() AS pg_catalog.${WITH_PRECISION[word]}(${digits}))`

const NAMES = CLOCK_WORDS.join('|')
const CALL = String.raw`(?:pg_catalog\.)?"(${NAMES})"\(\)`
const CAST = new RegExp(String.raw`CAST\(${CALL} AS pg_catalog\.\w+\((\d)\)\)`, 'g')
const PRINTED = new RegExp(
  String.raw`\(${CALL}\)::time(?:stamp)?\((\d)\) with(?:out)? time zone`,
  'g',
)
const BARE = new RegExp(CALL, 'g')
const SAYS_WORD = new RegExp(String.raw`\b(?:${NAMES})\b`, 'i')
const WORD = new RegExp(String.raw`\b(?:${NAMES})\b(?:\s*\(\s*(\d)\s*\))?`, 'gi')

/** A text with words of the clock in one spelling, whichever way it came from: as Postgres prints them, or moved. */
export const withPlainWords = (text: string): string =>
  text
    .replace(CAST, '$1($2)')
    .replace(PRINTED, '$1($2)')
    .replace(BARE, '$1')
    .replace(WORD, (word) => word.toUpperCase().replace(/\s+/g, ''))

/** Words that Postgres reads in a text as its own clock says, which nobody can move. */
const IN_TEXT = /^e?'(?:now|today|tomorrow|yesterday)'$/i

/** Whether a text of it says such a word, or one of the clock that may be run later: those stay as they are. */
export function readsClockInText(sql: string): boolean {
  let before = ''
  for (const match of sql.matchAll(PIECE)) {
    const [text] = match
    const { comment, space, quoted, dollar, body = '' } = match.groups ?? {}
    if (comment !== undefined || space !== undefined) continue
    const isText = quoted !== undefined && !quoted.startsWith('"')
    if (isText && (IN_TEXT.test(quoted) || SAYS_WORD.test(quoted))) return true
    if (dollar !== undefined) {
      if (BEFORE_BODY.test(before) ? readsClockInText(body) : SAYS_WORD.test(body)) return true
    }
    before = text.toLowerCase()
  }
  return false
}
