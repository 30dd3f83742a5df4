import { isTime, isUuid } from '../rows/cells.ts'

/** A piece of a literal in two builds of the same folder: the same in both, or a value that differs. */
export type SharedPart =
  | { readonly fixed: string }
  | { readonly first: string; readonly second: string; readonly extent: 'token' | 'rest' }

const CLOCK = String.raw`\d+:\d\d(?::\d\d(?:\.\d+)?)?(?![0-9A-Za-z:])`
const MOMENT = String.raw`\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d)?)?)?`
const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const TOKEN = new RegExp(
  `(?<![0-9A-Za-z])(?:${UUID}|${MOMENT}|${CLOCK}|\\d+(?:\\.\\d+)?(?![0-9A-Za-z]))|[0-9A-Za-z]+`,
  'gi',
)

const TEXTUAL = /^(text|character|name|json|.*citext)/
/** Not what a number may stand in: of random characters some are digits alone by chance. */
const WORDS = /^(text|character|name|.*citext)/
const NUMERIC = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/
const BYTES = /^\\x([0-9a-f]{2})*$/
const WHOLE_CLOCK = new RegExp(`^${CLOCK}$`)
/** What stands for no certain value of its type. */
const SINGULAR = /^([-+]?(infinity|nan)|null|)$/i

/** Whether a column of that type holds text. */
export const isTextual = (type: string): boolean => TEXTUAL.test(type)

/** Whether all these values of a column of that type are numbers. */
export const isNumber = (type: string, values: readonly string[]): boolean =>
  !WORDS.test(type) && values.every((value) => NUMERIC.test(value))

/** Whether all these values are bytea as Postgres prints it. */
export const areBytes = (values: readonly string[]): boolean =>
  values.every((value) => BYTES.test(value))

/** Takes two values apart into what both have at the same place and what differs. */
export function sharedParts(first: string, second: string): readonly SharedPart[] {
  const [own, other] = [alternate(first), alternate(second)]
  const isAlike =
    own.length === other.length && own.every((part, at) => at % 2 || part === other[at])
  if (isAlike) {
    return own.map((part, at) =>
      part === other[at]
        ? { fixed: part }
        : { first: part, second: other[at] ?? '', extent: 'token' },
    )
  }
  const most = Math.min(own.length, other.length)
  const lead = countWhile(most, (at) => own[at] === other[at])
  const trail = countWhile(most - lead, (at) => own.at(-1 - at) === other.at(-1 - at))
  const rest = (parts: readonly string[]): string =>
    parts.slice(lead, parts.length - trail).join('')
  return [
    ...own.slice(0, lead).map((fixed) => ({ fixed })),
    { first: rest(own), second: rest(other), extent: 'rest' },
    ...own.slice(own.length - trail).map((fixed) => ({ fixed })),
  ]
}

/** What stands between tokens and the tokens, in turn: the first and the last are no tokens, but may be empty. */
function alternate(text: string): readonly string[] {
  const tokens = text.match(TOKEN) ?? []
  return text.split(TOKEN).flatMap((gap, at) => (at === 0 ? [gap] : [tokens[at - 1] ?? '', gap]))
}

function countWhile(most: number, holds: (at: number) => boolean): number {
  let count = 0
  while (count < most && holds(count)) count += 1
  return count
}

/**
 * The letters before and after the digits of two words, where they are the same: people wrote those. One letter and a few
 * digits may be random characters that agree by chance.
 */
export function sharedLetters(first: string, second: string): readonly [string, string] {
  const [own, other] = [first, second].map((word) => /^([A-Za-z]*)(\d+)([A-Za-z]*)$/.exec(word))
  if (!own || !other || own[1] !== other[1] || own[3] !== other[3]) return ['', '']
  const [before, after] = [own[1] ?? '', own[3] ?? '']
  const digits = Math.min(own[2]?.length ?? 0, other[2]?.length ?? 0)
  return before.length + after.length > 1 || digits > 3 ? [before, after] : ['', '']
}

/** What two texts have in common at both ends, in whole tokens. */
export function sharedEnds(first: string, second: string): readonly [string, string] {
  const parts = sharedParts(first, second)
  const isFixed = (part: SharedPart): boolean => 'fixed' in part
  const textOf = (some: readonly SharedPart[]): string =>
    some.map((part) => ('fixed' in part ? part.fixed : '')).join('')
  const from = parts.findIndex((part) => !isFixed(part))
  const to = parts.findLastIndex((part) => !isFixed(part))
  return from < 0 ? ['', ''] : [textOf(parts.slice(0, from)), textOf(parts.slice(to + 1))]
}

/** Whether a value keeps that beginning and that end. */
export const isBetween = (value: string, [before, after]: readonly [string, string]): boolean =>
  value.length > before.length + after.length && value.startsWith(before) && value.endsWith(after)

/** Whether a value could be that of a further build: the same sort of value between the same fixed parts. */
export function isAnotherValue(
  value: string,
  { first, second }: { readonly first: string; readonly second: string },
  type: string,
): boolean {
  if (value === first || value === second) return true
  const both = [first, second]
  if (isNumber(type, both)) return isNumber(type, [value])
  if (areBytes(both)) return areBytes([value])
  const parts = sharedParts(first, second)
  if (parts.some((part) => 'extent' in part && part.extent === 'rest')) {
    // Two builds put it together otherwise: what both have at its ends has to be there.
    return isTextual(type) ? isBetween(value, sharedEnds(first, second)) : !SINGULAR.test(value)
  }
  const known = parts.flatMap((part) => ('extent' in part ? [part] : []))
  if (!isTextual(type) && known.some((part) => sortOf(part) === 'word')) {
    return !SINGULAR.test(value)
  }
  const found = alternate(value)
  return (
    found.length === parts.length &&
    parts.every((part, at) => {
      const there = found[at] ?? ''
      return 'fixed' in part ? part.fixed === there : isOfSort(there, part, type)
    })
  )
}

type Sort = 'uuid' | 'moment' | 'day' | 'clock' | 'number' | 'word'

const isDay = (value: string): boolean => isTime(value) && !value.includes(':')

const SORTS: readonly (readonly [Sort, (value: string) => boolean])[] = [
  ['uuid', isUuid],
  ['day', isDay],
  ['moment', (value) => isTime(value) && !isDay(value)],
  ['clock', (value) => WHOLE_CLOCK.test(value)],
  ['number', (value) => NUMERIC.test(value)],
]

const sortOf = ({ first, second }: { readonly first: string; readonly second: string }): Sort =>
  SORTS.find(([, test]) => test(first) && test(second))?.[0] ?? 'word'

function isOfSort(
  value: string,
  part: { readonly first: string; readonly second: string },
  type: string,
): boolean {
  const sort = sortOf(part)
  const test = SORTS.find(([name]) => name === sort)?.[1]
  // In a text a number may be a random word by chance: there any word will do.
  const isWord = sort === 'word' || (sort === 'number' && WORDS.test(type))
  if (test && !isWord) return test(value)
  const letters = sharedLetters(part.first, part.second)
  return /^[0-9A-Za-z]+(\.\d+)?$/.test(value) && isBetween(value, letters)
}
