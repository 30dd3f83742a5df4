import { dollarBody, sqlPieces } from '../postgres/sql-pieces.ts'

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

const PRECISION = /\s*\(\s*(\d)\s*\)/y

/** What stands before the body of a routine or a block, or a text that is run; any other text in dollars is a value. */
const BEFORE_BODY = /^(?:as|do|execute|plpgsql|sql)$/

/** The same SQL, with a call of the function of its name for each word of the clock; texts and comments stay. */
export function withMovedWords(sql: string): string {
  let moved = ''
  let before = ''
  let done = 0
  for (const { is, text, start } of sqlPieces(sql)) {
    if (start < done) continue
    if (is === 'comment' || is === 'space') {
      moved += text
      continue
    }
    if (is === 'dollar' && BEFORE_BODY.test(before)) {
      const { tag, body } = dollarBody(text)
      moved += `${tag}${withMovedWords(body)}${text.slice(tag.length + body.length)}`
    } else if (is === 'word' && isClockWord(text) && before !== '.' && before !== 'as') {
      const word = text.toLowerCase()
      PRECISION.lastIndex = start + text.length
      const digits = word === 'current_date' ? undefined : PRECISION.exec(sql)?.[1]
      moved += callOf(word, digits)
      if (digits !== undefined) done = PRECISION.lastIndex
    } else moved += text
    before = text.toLowerCase()
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
const CLOCK_TEXT = /^(?:now|today|tomorrow|yesterday)$/
/** What else such a text may say beside digits and one zone: a time of the day, or a word that is passed over. */
const BESIDE_CLOCK = /^(?:allballs|[ap]m|at|on|t|z)$/

/** Whether a value that is given to a statement says such a word. */
export function isClockText(value: unknown): boolean {
  if (typeof value !== 'string') return false
  const words = value.toLowerCase().match(/[\p{L}_/]+/gu) ?? []
  const [first = '', ...rest] = words.filter((word) => !BESIDE_CLOCK.test(word))
  return CLOCK_TEXT.test(first) && rest.length <= 1
}

/** Whether a text of it says such a word, or one of the clock that may be run later: those stay as they are. */
export function readsClockInText(sql: string): boolean {
  let before = ''
  for (const { is, text } of sqlPieces(sql)) {
    if (is === 'comment' || is === 'space') continue
    const isText = is === 'quoted' && !text.startsWith('"')
    if (isText && (isClockText(text.slice(text.indexOf("'"))) || SAYS_WORD.test(text))) return true
    if (is === 'dollar') {
      const { body } = dollarBody(text)
      if (BEFORE_BODY.test(before) ? readsClockInText(body) : SAYS_WORD.test(body)) return true
    }
    before = text.toLowerCase()
  }
  return false
}
