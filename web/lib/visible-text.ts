/** A run of one line: as it is, or a character that would not be seen, by its name. */
export interface Segment {
  /** Where it begins in the whole text. */
  readonly start: number
  readonly text: string
  readonly invisible: boolean
  readonly differs: boolean
}

export interface Line {
  readonly number: number
  readonly segments: readonly Segment[]
}

export interface VisibleText {
  readonly lines: readonly Line[]
  /** How many characters there are and how many are shown, where not all are. */
  readonly clipped?: { readonly shown: number; readonly total: number }
}

/** A stretch of a text: from `start` up to, not including, `end`. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

const CLIPPED_LENGTH = 4_000
const CLIPPED_LINES = 40
const LEAD = 200
const UNSEEN = /^(?:[\p{C}\p{Z}]|\p{Default_Ignorable_Code_Point})$/u
const UNSEEN_ANYWHERE = /[\p{C}\p{Z}]|\p{Default_Ignorable_Code_Point}/gu

/** Where two texts differ, in whole words: all between their common beginning and their common end. */
export function differingStretches(old: string, rebuilt: string): readonly [Stretch, Stretch] {
  const shorter = Math.min(old.length, rebuilt.length)
  let start = 0
  while (start < shorter && old[start] === rebuilt[start]) start += 1
  let tail = 0
  while (tail < shorter - start && old.at(-1 - tail) === rebuilt.at(-1 - tail)) tail += 1
  while (isWithinWord(old, start) || isWithinWord(rebuilt, start)) start -= 1
  while (isWithinWord(old, old.length - tail) || isWithinWord(rebuilt, rebuilt.length - tail)) {
    tail -= 1
  }
  return [
    { start, end: old.length - tail },
    { start, end: rebuilt.length - tail },
  ]
}

/** True between two letters or digits, and between the halves of one character. */
const isWithinWord = (text: string, index: number): boolean =>
  index > 0 && (TWO_OF_A_WORD.test(text.slice(index - 1, index + 1)) || isLowSurrogate(text, index))

const TWO_OF_A_WORD = /^[\w\p{L}\p{M}]{2}$/u

const isLowSurrogate = (text: string, index: number): boolean =>
  /[\udc00-\udfff]/.test(text.charAt(index))

/** A text in lines, with every character that hides from a reader named, and where it differs marked. */
export function visibleText(
  text: string,
  options: { readonly differs?: Stretch; readonly extent?: 'whole' | 'clipped' } = {},
): VisibleText {
  const { differs = { start: 0, end: 0 }, extent = 'clipped' } = options
  const shown = extent === 'whole' ? { start: 0, end: text.length } : clip(text, differs.start)
  const lines: Line[] = []
  let number = text.slice(0, shown.start).split('\n').length
  let start = shown.start
  while (start <= shown.end) {
    const lineBreak = text.indexOf('\n', start)
    const end = lineBreak < 0 ? shown.end : Math.min(lineBreak, shown.end)
    lines.push({ number, segments: segmentsOf(text, { start, end }, differs) })
    number += 1
    start = end + 1
  }
  const size = shown.end - shown.start
  return size === text.length ? { lines } : { lines, clipped: { shown: size, total: text.length } }
}

function segmentsOf(text: string, line: Stretch, differs: Stretch): readonly Segment[] {
  const segments: Segment[] = []
  const wordsEnd = endOfWords(text, line)
  let index = line.start
  for (const char of text.slice(line.start, line.end)) {
    // A space that begins a text, or ends a line, can't be told from none.
    const isEdge = char === ' ' && (index === 0 || index >= wordsEnd)
    const name = isEdge ? '·' : nameOfUnseen(char)
    add(segments, {
      start: index,
      text: name ?? char,
      invisible: name !== undefined,
      differs: isIn(differs, index),
    })
    index += char.length
  }
  // A line break that differs would be seen by nobody.
  if (text[line.end] === '\n' && isIn(differs, line.end)) {
    add(segments, { start: line.end, text: '↵', invisible: true, differs: true })
  }
  return segments
}

const isIn = ({ start, end }: Stretch, index: number): boolean => index >= start && index < end

function endOfWords(text: string, line: Stretch): number {
  let end = line.end
  while (end > line.start && text[end - 1] === ' ') end -= 1
  return end
}

function nameOfUnseen(char: string): string | undefined {
  if (char === '\t') return '→\t'
  if (char === ' ' || !UNSEEN.test(char)) return undefined
  return `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** A text whose unseen characters are written as names, for where marks can't be drawn; line breaks stay. */
export const withNamedCharacters = (text: string): string =>
  text
    .replace(UNSEEN_ANYWHERE, (char) => (char === '\n' ? char : (nameOfUnseen(char) ?? char)))
    .replace(/ +$/gm, (spaces) => '·'.repeat(spaces.length))

/** A name in one line, for where only plain text can stand. */
export const nameInOneLine = (name: string): string =>
  lineOf(name)
    .map(({ text }) => text.trimEnd())
    .join('')

/** A name as one line, its line breaks named too: in a list each name has one. */
export function lineOf(name: string): readonly Pick<Segment, 'start' | 'text' | 'invisible'>[] {
  return visibleText(name, { extent: 'whole' }).lines.flatMap(({ segments }, index) => [
    ...(index === 0 ? [] : [{ start: -index, text: '↵', invisible: true }]),
    ...segments,
  ])
}

const SEPARATED = /(?<=[a-z\d][._,(])(?=[a-z\d])/i

/** A name in parts between which a line had better break. */
export const partsOf = (name: string): readonly string[] =>
  name.length > LONGEST_NAME ? [name] : name.split(SEPARATED)

/** Names of a table and its column, and a little around them. */
const LONGEST_NAME = 200

function add(segments: Segment[], next: Segment): void {
  const last = segments.at(-1)
  if (!last || last.invisible !== next.invisible || last.differs !== next.differs) {
    segments.push(next)
    return
  }
  segments[segments.length - 1] = { ...last, text: last.text + next.text }
}

/** Most of a long text says nothing: what is shown begins a little before the difference, at a line's start if one is near. */
function clip(text: string, focus: number): Stretch {
  if (text.length <= CLIPPED_LENGTH) return { start: 0, end: text.length }
  const near = Math.max(0, focus - LEAD)
  const lineStart = near === 0 ? 0 : text.lastIndexOf('\n', near - 1) + 1
  const wanted = near - lineStart < LEAD ? lineStart : near
  const start = isLowSurrogate(text, wanted) ? wanted - 1 : wanted
  const end = Math.min(text.length, start + CLIPPED_LENGTH)
  return { start, end: Math.min(end, endOfLines(text, start, CLIPPED_LINES)) }
}

function endOfLines(text: string, start: number, count: number): number {
  let end = start - 1
  for (let line = 0; line < count; line += 1) {
    end = text.indexOf('\n', end + 1)
    if (end < 0) return text.length
  }
  return end
}
