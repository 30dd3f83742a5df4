/** What a new name goes by. */
export interface NameFacts {
  /** Names of migrations that it must sort after. */
  readonly after: readonly string[]
  /** Names that show the style and are taken, the archived ones among them. */
  readonly known: readonly string[]
  /** Others that are taken, with their numbers. */
  readonly taken: readonly string[]
  readonly now: Date
}

const STAMP = /^(?:19|20)\d\d(?:[-_.:T ]?\d\d){2,5}(?:\.?\d{3})?Z?/
const EPOCH = /^1\d{9}(?:\d{3})?(?!\d)/
const NUMBER = /^\d+/
/** Everything before the words of a name. */
const BEGINNING = /^(?:\d(?:[\d\-_.: ]|(?<=\d)T(?=\d)|(?<=\d)Z(?!\p{L}))*)?/u

/** Names a migration after all others, in the style of the newest: its number and width, its time stamp, or words alone. */
export function nextName(words: string, { after, known, taken, now }: NameFacts): string {
  const all = new Set([...after, ...known, ...taken].map(folded))
  const numbers = new Set(taken.flatMap((name) => NUMBER.exec(name)?.[0] ?? []))
  const last = greatest(known) ?? greatest(after) ?? '000'
  const { text, separator } = beginningOf(last, [...known, ...after], now)
  const isFree = (name: string): boolean =>
    after.every((other) => other < name) &&
    !all.has(folded(name)) &&
    !numbers.has(NUMBER.exec(name)?.[0] ?? '')
  const whole = (beginning: string): string =>
    beginning === '' ? words : `${beginning}${separator}${words}`
  const top = greatest(after) ?? ''
  // A number that grows by a digit sorts before the one it follows: a letter after the old one does not.
  const carried = NUMBER.exec(top)?.[0] ?? ''
  for (const begin of [text, `${text}z`, `${carried}z`, 'z']) {
    for (let more = begin, tries = 0; tries < MOST_TRIES; tries += 1, more = following(more)) {
      if (isFree(whole(more))) return whole(more)
    }
  }
  return whole(`${top}z`)
}

const MOST_TRIES = 50

/** Numbers count on; after words comes another letter. */
function following(beginning: string): string {
  const digits = /^(\d+)(.*)$/s.exec(beginning)
  if (!digits || STAMP.test(beginning)) return `${beginning}z`
  const [, number = '', rest = ''] = digits
  const next = String(BigInt(number) + 1n)
  return `${next.padStart(number.length, '0')}${rest}`
}

function beginningOf(
  last: string,
  all: readonly string[],
  now: Date,
): { readonly text: string; readonly separator: string } {
  const stamp = STAMP.exec(last)?.[0] ?? EPOCH.exec(last)?.[0]
  if (stamp !== undefined) return { text: stamped(stamp, now), separator: separatorOf(last, stamp) }
  const numbers = all.flatMap((name) => NUMBER.exec(name)?.[0] ?? [])
  const number = NUMBER.exec(last)?.[0]
  if (number === undefined) return { text: '', separator: '_' }
  const highest = numbers.reduce((high, each) => (BigInt(each) > high ? BigInt(each) : high), 0n)
  const width = number.startsWith('0') ? number.length : Math.max(3, number.length)
  return { text: String(highest + 1n).padStart(width, '0'), separator: separatorOf(last, number) }
}

/** The same form with the time that it is now. */
function stamped(form: string, now: Date): string {
  if (!STAMP.test(form)) {
    const milliseconds = String(now.getTime())
    return form.length > 10 ? milliseconds : milliseconds.slice(0, 10)
  }
  const digits = now.toISOString().replace(/\D/g, '')
  let at = 0
  return form.replace(/\d/g, () => digits[at++] ?? '0')
}

const separatorOf = (name: string, beginning: string): string =>
  /^[-_.]+/.exec(name.slice(beginning.length))?.[0] ?? '_'

/** `0003_new` → `new`; what is only a number gets a word. */
export function wordsAfterNumber(name: string): string {
  const words = name.slice(BEGINNING.exec(name)?.[0].length ?? 0).replace(/^[^\p{L}\p{N}]+/u, '')
  return words === '' ? 'change' : words
}

/** As systems see it that do not tell letters by their case. */
export const folded = (name: string): string => name.normalize('NFC').toLowerCase()

const greatest = (names: readonly string[]): string | undefined =>
  names.reduce<string | undefined>(
    (high, name) => (high === undefined || name > high ? name : high),
    undefined,
  )
