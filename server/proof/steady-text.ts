import { cutLiterals, type ExpressionPart, type NumbersToo } from '../compare/literals.ts'
import type { TwoBuilds } from '../compare/volatile.ts'
import { isEpoch, isTime, isUuid } from '../rows/cells.ts'
import { madeMoment } from '../rows/made-values.ts'

/** The text with a constant for every literal that two builds of the same folder give another value. */
export function steadyText(
  text: string,
  { first, second }: TwoBuilds,
  numbers: NumbersToo,
): string {
  const [own, one, two] = [text, first, second].map((each) => cutLiterals(each, numbers))
  if (!own || !one || !two || own.length !== one.length || one.length !== two.length) return text
  return own
    .map((part, place) => {
      if ('text' in part) return part.text
      const [a, b] = [literalAt(one, place), literalAt(two, place)]
      if (a === b) return part.literal
      const next = own[place + 1]
      return constantFor(a, b, typeAfter(next && 'text' in next ? next.text : ''))
    })
    .join('')
}

const literalAt = (parts: readonly ExpressionPart[], place: number): string => {
  const part = parts[place]
  return part && 'literal' in part ? part.literal : ''
}

/** The type that a literal is cast to, where it is; a text otherwise. */
const typeAfter = (rest: string): string => /^::([^)\s,]+)/.exec(rest)?.[1] ?? 'text'

const TEXTUAL = /^(text|character|name|json|.*citext)/
/** Not what a number may stand in: of random characters some are digits alone by chance. */
const WORDS = /^(text|character|name|.*citext)/
const NUMERIC = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/
const BYTES = /^\\x([0-9a-f]{2})*$/
const CAST = /'::\w+$/

/** Has a digit, since a word without one is not taken for a value when rows are compared. */
const WORD = 'frozen0'

function constantFor(a: string, b: string, type: string): string {
  if ([a, b].some((literal) => !literal.startsWith("'") || CAST.test(literal))) {
    return isEpoch(a) && isEpoch(b) ? madeMoment(a) : '1'
  }
  const [x, y] = [a.slice(1, -1), b.slice(1, -1)]
  if (isEpoch(x) && isEpoch(y)) return `'${madeMoment(x)}'`
  if (!WORDS.test(type) && NUMERIC.test(x) && NUMERIC.test(y)) return "'1'"
  if (BYTES.test(x) && BYTES.test(y)) return String.raw`'\x00'`
  const isText = TEXTUAL.test(type)
  return `'${byTokens(x, y, type) ?? (isText ? wordFor(x, y) : lesser(x, y))}'`
}

const lesser = (x: string, y: string): string => (x < y ? x : y)

/** As long as the value it stands for at most: a column may be that short. */
const wordFor = (x: string, y: string): string => WORD.slice(-Math.min(x.length, y.length))

const CLOCK = String.raw`\d+:\d\d(?::\d\d(?:\.\d+)?)?(?![0-9A-Za-z:])`
const MOMENT = String.raw`\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?`
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const TOKEN = new RegExp(
  `(?<![0-9A-Za-z])(?:${UUID}|${MOMENT}|${CLOCK}|\\d+(?:\\.\\d+)?(?![0-9A-Za-z]))|[0-9A-Za-z]+`,
  'gi',
)

/** Keeps what both builds have around the values that differ; undefined where they are put together otherwise. */
function byTokens(x: string, y: string, type: string): string | undefined {
  const [gaps, others] = [x, y].map((each) => JSON.stringify(each.split(TOKEN)))
  const values = y.match(TOKEN) ?? []
  if (gaps !== others) return undefined
  const constants = (x.match(TOKEN) ?? []).map((value, place) =>
    value === values[place] ? value : tokenFor(value, values[place] ?? '', type),
  )
  if (constants.includes(undefined)) return undefined
  return x.replace(TOKEN, () => constants.shift() ?? '')
}

function tokenFor(x: string, y: string, type: string): string | undefined {
  const both = (test: (value: string) => boolean): boolean => test(x) && test(y)
  if (both(isUuid)) return '00000000-0000-4000-8000-000000000000'
  if (both(isTime) || both(isEpoch)) return madeMoment(x)
  if (both((value) => value.includes(':'))) return clockFor(x)
  if (!WORDS.test(type) && both((value) => NUMERIC.test(value))) return '1'
  return TEXTUAL.test(type) ? wordFor(x, y) : undefined
}

/** A fraction stays one, so that the text keeps its parts. */
const clockFor = (clock: string): string =>
  clock.replace(/\.\d+$/, '.1').replace(/\d+(?=:)|(?<=:)\d+/g, '00')
