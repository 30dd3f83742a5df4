import {
  areBytes,
  isAnotherValue,
  isNumber,
  isTextual,
  sharedLetters,
  sharedParts,
} from '../compare/another-value.ts'
import { cutLiterals } from '../compare/literals.ts'
import {
  literalBuilds,
  type LiteralBuilds,
  type Literals,
  type TwoBuilds,
} from '../compare/volatile.ts'
import { isEpoch, isTime, isUuid } from '../rows/cells.ts'
import { madeMoment } from '../rows/made-values.ts'

/** The text with a constant for every literal that two builds of the same folder give another value. */
export function steadyText(text: string, builds: TwoBuilds, numbers: Literals): string {
  if (numbers === 'one text') {
    const { first, second } = builds
    return isAnotherValue(text, builds, 'text') ? constantOf(first, second, 'text') : text
  }
  const literals = literalBuilds(text, builds, numbers)
  if (!literals) return text
  return cutLiterals(text, numbers)
    .map((part, place) => {
      if ('text' in part) return part.text
      const known = literals[place]
      return known && known.first !== known.second ? constantFor(known) : part.literal
    })
    .join('')
}

const CAST = /'::\w+$/

/** Has a digit, since a word without one is not taken for a value when rows are compared. */
const WORD = 'frozen0'

function constantFor({ first, second, type }: LiteralBuilds): string {
  if ([first, second].some((literal) => !literal.startsWith("'") || CAST.test(literal))) {
    return isEpoch(first) && isEpoch(second) ? madeMoment(first) : '1'
  }
  return `'${constantOf(first.slice(1, -1), second.slice(1, -1), type)}'`
}

function constantOf(x: string, y: string, type: string): string {
  if (isEpoch(x) && isEpoch(y)) return madeMoment(x)
  if (isNumber(type, [x, y])) return '1'
  if (areBytes([x, y])) return String.raw`\x00`
  return byParts(x, y, type) ?? lesser(x, y)
}

const lesser = (x: string, y: string): string => (x < y ? x : y)

/** As long as the value it stands for at most: a column may be that short. */
const wordFor = (x: string, y: string): string => WORD.slice(-Math.min(x.length, y.length))

/** Keeps what both builds have around the values that differ; undefined where no constant is known for one. */
function byParts(x: string, y: string, type: string): string | undefined {
  const constants = sharedParts(x, y).map((part) => {
    if ('fixed' in part) return part.fixed
    const { first, second, extent } = part
    if (extent === 'token') return tokenFor(first, second, type)
    return isTextual(type) ? wordFor(first, second) : undefined
  })
  return constants.includes(undefined) ? undefined : constants.join('')
}

function tokenFor(x: string, y: string, type: string): string | undefined {
  const both = (test: (value: string) => boolean): boolean => test(x) && test(y)
  if (both(isUuid)) return '00000000-0000-4000-8000-000000000000'
  if (both(isTime) || both(isEpoch)) return madeMoment(x)
  if (both((value) => value.includes(':'))) return clockFor(x)
  if (isNumber(type, [x, y])) return '1'
  if (!isTextual(type)) return undefined
  const [before, after] = sharedLetters(x, y)
  const inside = (word: string): string => word.slice(before.length, word.length - after.length)
  return `${before}${wordFor(inside(x), inside(y))}${after}`
}

/** A fraction stays one, so that the text keeps its parts. */
const clockFor = (clock: string): string =>
  clock.replace(/\.\d+$/, '.1').replace(/\d+(?=:)|(?<=:)\d+/g, '00')
